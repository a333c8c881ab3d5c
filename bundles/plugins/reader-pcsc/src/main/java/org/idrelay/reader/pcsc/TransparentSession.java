package org.idrelay.reader.pcsc;

import java.util.Optional;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.ReaderException;
import org.idrelay.card.TypeBFrame;

/**
 * Raw frames by a transparent session (PC/SC part 3, amendment 1): FF C2 with data objects. The reader makes and checks the
 * CRC_B, or is told by flags to leave it to the frame.
 */
final class TransparentSession implements RawChannel {

    private static final int MANAGE = 0x00;
    private static final int EXCHANGE = 0x01;
    private static final int SWITCH_PROTOCOL = 0x02;

    private static final Bytes START = Bytes.ofHex("8100");
    private static final Bytes END = Bytes.ofHex("8200");
    private static final Bytes FIELD_OFF = Bytes.ofHex("8300");
    private static final Bytes FIELD_ON = Bytes.ofHex("8400");
    private static final Bytes TYPE_B_LAYER_2 = Bytes.ofHex("8F020102");

    /** No CRC_B added to what is sent, none taken from what is received. */
    private static final Bytes CRC_IN_FRAME = Bytes.ofHex("90020003");

    private static final int TIMER = 0x5F46;
    private static final int TRANSCEIVE = 0x95;
    private static final int STATUS = 0xC0;
    private static final int RECEPTION = 0x96;
    private static final int CARD_ANSWER = 0x97;

    private static final int OK = 0x9000;
    private static final int CARD_SILENT = 0x6401;
    private static final int LONGEST = 255;

    private final CommandPath path;
    private final boolean readerMakesCrc;

    private TransparentSession(CommandPath path, boolean readerMakesCrc) {
        this.path = path;
        this.readerMakesCrc = readerMakesCrc;
    }

    /**
     * Starts a session.
     *
     * @param readerMakesCrc whether the reader makes and checks the CRC_B
     * @return empty if the reader knows no such sessions
     */
    static Optional<RawChannel> start(CommandPath path, boolean readerMakesCrc) throws PcscException {
        TransparentSession session = new TransparentSession(path, readerMakesCrc);
        try {
            session.manage(START);
        } catch (ReaderException e) {
            return Optional.empty();
        }
        try {
            session.expectOk(session.command(SWITCH_PROTOCOL, TYPE_B_LAYER_2));
        } catch (ReaderException e) {
            return Optional.of(session); // a reader of one protocol need not know how to switch
        }
        return Optional.of(session);
    }

    @Override
    public void field(boolean on) throws PcscException, ReaderException {
        manage(on ? FIELD_ON : FIELD_OFF);
    }

    @Override
    public Optional<Bytes> exchange(Bytes frame, int timeoutMillis) throws PcscException, ReaderException {
        Optional<Bytes> data = readerMakesCrc ? AirFrame.toSend(frame) : Optional.of(frame);
        if (data.isEmpty()) {
            return data;
        }
        Bytes timer = DataObjects.object(TIMER, littleEndian(timeoutMillis * 1000));
        Bytes flags = readerMakesCrc ? Bytes.EMPTY : CRC_IN_FRAME;
        DataObjects answer = command(EXCHANGE, timer.plus(flags).plus(DataObjects.object(TRANSCEIVE, data.get())));
        Optional<Bytes> received = answer.get(CARD_ANSWER);
        if (answer.get(RECEPTION)
                .filter(status -> !status.isEmpty() && status.at(0) != 0)
                .isPresent()) {
            return Optional.of(AirFrame.spoiled(received.orElse(Bytes.EMPTY)));
        }
        if (status(answer) == CARD_SILENT) {
            return Optional.empty();
        }
        expectOk(answer);
        return readerMakesCrc ? received.map(TypeBFrame::seal) : received;
    }

    @Override
    public void end() throws PcscException, ReaderException {
        manage(END);
    }

    @Override
    public String way() {
        return "transparent session";
    }

    private void manage(Bytes object) throws PcscException, ReaderException {
        expectOk(command(MANAGE, object));
    }

    private DataObjects command(int function, Bytes objects) throws PcscException, ReaderException {
        if (objects.length() > LONGEST) {
            throw fault("a frame too long for this reader");
        }
        Bytes answer = path.transmit(Bytes.ofHex("FFC200")
                .plus(Bytes.of((byte) function, (byte) objects.length()))
                .plus(objects));
        if (!answer.endsWith(Bytes.ofHex("9000"))) {
            throw fault("the reader refused a command of its session");
        }
        return DataObjects.parse(answer.slice(0, answer.length() - 2));
    }

    private void expectOk(DataObjects answer) throws ReaderException {
        int status = status(answer);
        if (status != OK) {
            throw fault("the reader's session reports %04X".formatted(status));
        }
    }

    private static int status(DataObjects answer) throws ReaderException {
        Bytes status = answer.get(STATUS).orElse(Bytes.EMPTY);
        if (status.length() != 3) {
            throw fault("the reader's answer has no status");
        }
        return status.at(1) << 8 | status.at(2);
    }

    private static Bytes littleEndian(int value) {
        return Bytes.of((byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24));
    }

    private static ReaderException fault(String what) {
        return new ReaderException(FailureCode.READER_FAULT, what);
    }
}
