package org.idrelay.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.card.Atqb;
import org.idrelay.card.MalformedException;
import org.idrelay.card.TypeBFrame;

/**
 * Polls once at a reader and tells what it saw, for the person with the reader on the desk. Names no number of any card: of a
 * PUPI only whether it is that of a resident identity card. Lives on the event loop.
 */
final class ReaderCheck implements CardTransceiver.Listener {

    private final CardTransceiver card;
    private final int pollMillis;
    private final Consumer<List<String>> done;
    private final List<String> lines = new ArrayList<>();

    /**
     * A test to be begun.
     *
     * @param pollMillis how long a find command waits for its answer
     * @param done hears what was seen, once
     */
    ReaderCheck(CardTransceiver card, int pollMillis, Consumer<List<String>> done) {
        this.card = card;
        this.pollMillis = pollMillis;
        this.done = done;
    }

    void begin() {
        card.resetField();
    }

    /** The reader went in the middle of it. */
    void readerGone() {
        finish("The reader is gone.");
    }

    @Override
    public void fieldReset() {
        lines.add("The field was switched off and on.");
        card.broadcast();
    }

    @Override
    public void found(Bytes frame, long broadcasts) {
        card.stopBroadcasting();
        lines.add("REQB (05 00 00 and CRC_B): %d bytes came.".formatted(frame.length()));
        try {
            Bytes data = TypeBFrame.open(frame);
            lines.add("  CRC_B: good");
            describe(Atqb.of(data));
        } catch (MalformedException e) {
            lines.add("  " + e.getMessage());
            finish(
                    "No ATQB. Lay the card flat and still, and alone; if that does not help, the reader's type B settings.");
        }
    }

    @Override
    public void unanswered() {
        card.stopBroadcasting();
        finish("REQB (05 00 00 and CRC_B): nothing came within %d ms. No type B card is in the field, or it lies badly."
                .formatted(pollMillis));
    }

    @Override
    public void readerFailed(FailureCode code) {
        finish("The reader failed: %s. %s %s".formatted(code, code.cause(), code.remedy()));
    }

    @Override
    public void answered(Bytes data) {}

    @Override
    public void garbled() {}

    @Override
    public void silent() {}

    private void describe(Atqb atqb) {
        boolean pupi = atqb.pupi().equals(Atqb.RESIDENT_PUPI);
        boolean application = atqb.isResidentApplication();
        lines.add("  PUPI: " + (pupi ? "00000000" : "another than 00000000"));
        lines.add("  application data: "
                + (application ? atqb.applicationData().toHex() : "not that of a resident identity card"));
        lines.add("  longest frame: %d bytes".formatted(atqb.maxFrameLength()));
        lines.add("  ISO/IEC 14443-4: " + (atqb.isPart4() ? "yes" : "no"));
        lines.add("  may take %d ms to answer".formatted(atqb.frameWaitingMicros() / 1000));
        finish(
                pupi && application && !atqb.isPart4()
                        ? "A resident identity card. This reader can be used."
                        : "A type B card, but no resident identity card. The reader works.");
    }

    private void finish(String last) {
        lines.add(last);
        done.accept(List.copyOf(lines));
    }
}
