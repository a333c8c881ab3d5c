package org.idrelay.reader.pcsc;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.idrelay.api.Bytes;
import org.idrelay.api.reader.CardReader;
import org.idrelay.api.reader.ReaderException;
import org.idrelay.card.TypeBFrame;

/**
 * The reader's side of a transparent session, as its specification says, in front of simulated air. Written apart from the
 * driver: it shares none of its code.
 */
final class VirtualFrontEnd implements UnaryOperator<Bytes> {

    private static final Bytes NOT_KNOWN = Bytes.ofHex("6A81");
    private static final Bytes FINE = Bytes.ofHex("C0030090009000");
    private static final Bytes NO_ANSWER = Bytes.ofHex("C0030064019000");

    private final CardReader air;
    private boolean session;

    VirtualFrontEnd(CardReader air) {
        this.air = air;
    }

    @Override
    public Bytes apply(Bytes apdu) {
        if (apdu.length() < 5 || !apdu.startsWith(Bytes.ofHex("FFC200")) || apdu.at(4) != apdu.length() - 5) {
            return NOT_KNOWN;
        }
        Bytes objects = apdu.from(5);
        try {
            return switch (apdu.at(3)) {
                case 0 -> manage(objects);
                case 1 -> session ? exchange(objects) : NOT_KNOWN;
                case 2 -> session && objects.equals(Bytes.ofHex("8F020102")) ? FINE : NOT_KNOWN;
                default -> NOT_KNOWN;
            };
        } catch (ReaderException e) {
            return Bytes.ofHex("C0030064009000");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOT_KNOWN;
        }
    }

    /** The reader lost power. */
    void reset() {
        session = false;
        try {
            air.field(false);
        } catch (ReaderException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Bytes manage(Bytes object) throws ReaderException, InterruptedException {
        switch (object.at(0)) {
            case 0x81 -> session = true;
            case 0x82 -> reset();
            case 0x83 -> air.field(false);
            case 0x84 -> air.field(true);
            default -> {
                return NOT_KNOWN;
            }
        }
        return FINE;
    }

    /** 5F46 04 timer, 95 length data: nothing else is asked of it. */
    private Bytes exchange(Bytes objects) throws ReaderException, InterruptedException {
        if (!objects.startsWith(Bytes.ofHex("5F4604")) || objects.length() < 10 || objects.at(7) != 0x95) {
            return NOT_KNOWN;
        }
        int micros = objects.at(3) | objects.at(4) << 8 | objects.at(5) << 16 | objects.at(6) << 24;
        Bytes data = objects.from(objects.at(8) == 0x81 ? 10 : 9);
        Optional<Bytes> answer = air.exchange(TypeBFrame.seal(data), micros / 1000);
        if (answer.isEmpty()) {
            return NO_ANSWER;
        }
        Bytes frame = answer.get();
        Bytes heard = frame.slice(0, Math.max(0, frame.length() - 2));
        boolean good = frame.length() > 2 && frame.endsWith(TypeBFrame.crc(heard));
        Bytes length =
                heard.length() > 0x7F ? Bytes.of((byte) 0x81, (byte) heard.length()) : Bytes.of((byte) heard.length());
        return Bytes.ofHex("C003009000" + (good ? "96020000" : "96020100") + "97")
                .plus(length)
                .plus(heard)
                .plus(Bytes.ofHex("9000"));
    }
}
