package org.idrelay.reader.pcsc;

import java.util.Optional;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.ReaderException;

/** Raw frames through a PN532 behind PC/SC (ACR122U and kin): FF 00 00 00 with the chip's own commands (NXP UM0701-02). */
final class Pn532Escape implements RawChannel {

    private static final Bytes FIRMWARE = Bytes.ofHex("02");
    private static final Bytes FIELD_OFF = Bytes.ofHex("320100");
    private static final Bytes FIELD_ON = Bytes.ofHex("320101");
    private static final Bytes FEW_RETRIES = Bytes.ofHex("3205000002");
    private static final Bytes LIST_TYPE_B = Bytes.ofHex("4A010300");
    private static final Bytes IN_COMMUNICATE_THRU = Bytes.ofHex("42");
    private static final Bytes AUTO_POLLING_OFF = Bytes.ofHex("FF00517F00");
    private static final Bytes OK = Bytes.ofHex("9000");

    private static final int CARD_SILENT = 1;
    private static final int LONGEST = 253;
    private static final int LONGEST_TIMEOUT = 16;

    private final CommandPath path;
    private int timeout;

    private Pn532Escape(CommandPath path) {
        this.path = path;
    }

    /** Prepares the chip for raw type B, the field off; empty if there is no PN532. */
    static Optional<RawChannel> start(CommandPath path) throws PcscException, ReaderException {
        Pn532Escape chip = new Pn532Escape(path);
        try {
            chip.command(FIRMWARE);
        } catch (ReaderException e) {
            return Optional.empty();
        }
        path.transmit(AUTO_POLLING_OFF); // kin of the ACR122U may not know it, and need not
        chip.command(FEW_RETRIES);
        chip.command(FIELD_ON);
        chip.command(LIST_TYPE_B); // loads the type B settings; a card that it selects forgets so without field
        chip.command(FIELD_OFF);
        return Optional.of(chip);
    }

    @Override
    public void field(boolean on) throws PcscException, ReaderException {
        command(on ? FIELD_ON : FIELD_OFF);
    }

    @Override
    public Optional<Bytes> exchange(Bytes frame, int timeoutMillis) throws PcscException, ReaderException {
        listenFor(timeoutMillis);
        Bytes answer = command(IN_COMMUNICATE_THRU.plus(frame));
        if (answer.isEmpty()) {
            throw fault("the PN532's answer was cut short");
        }
        Bytes received = answer.from(1);
        int status = answer.at(0) & 0x3F;
        return switch (status) {
            case 0 -> Optional.of(received);
            case CARD_SILENT -> Optional.empty();
            // wrong CRC, parity, bit count or framing, or a collision: something was on air
            case 2, 3, 4, 5, 6 -> Optional.of(AirFrame.spoiled(received));
            default -> throw fault("the PN532 reports %02X".formatted(status));
        };
    }

    @Override
    public void end() throws PcscException, ReaderException {
        field(false);
    }

    @Override
    public String way() {
        return "PN532 escape";
    }

    /** The chip counts in 0.1 ms times powers of two; the smallest that is enough. */
    private void listenFor(int millis) throws PcscException, ReaderException {
        int enough = 1;
        while (enough < LONGEST_TIMEOUT && 1L << (enough - 1) < millis * 10L) {
            enough++;
        }
        if (enough != timeout) {
            command(Bytes.ofHex("3202000B").plus(Bytes.of((byte) enough)));
            timeout = enough;
        }
    }

    /** Sends a command without its D4; returns the answer without D5, its code and the status word. */
    private Bytes command(Bytes command) throws PcscException, ReaderException {
        if (command.length() > LONGEST) {
            throw fault("a frame too long for this reader");
        }
        Bytes chip = Bytes.of((byte) 0xD4).plus(command);
        Bytes answer = path.transmit(
                Bytes.ofHex("FF000000").plus(Bytes.of((byte) chip.length())).plus(chip));
        if (answer.length() == 2 && answer.at(0) == 0x61) {
            answer = path.transmit(Bytes.ofHex("FFC00000").plus(answer.from(1)));
        }
        Bytes head = Bytes.of((byte) 0xD5, (byte) (command.at(0) + 1));
        if (!answer.endsWith(OK) || answer.length() < 4 || !answer.startsWith(head)) {
            throw fault("no PN532's answer to %02X".formatted(command.at(0)));
        }
        return answer.slice(2, answer.length() - 2);
    }

    private static ReaderException fault(String what) {
        return new ReaderException(FailureCode.READER_FAULT, what);
    }
}
