package org.idrelay.reader.pn532;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.Bytes;

/**
 * What host and PN532 send each other (UM0701-02, 6.2.1): {@code 00 00 FF LEN LCS DATA DCS 00}, from 256 bytes of data on
 * {@code 00 00 FF FF FF LENM LENL LCS DATA DCS 00}; LEN + LCS and DATA + DCS are 0 modulo 256.
 *
 * @param data TFI ({@code D4} from the host, {@code D5} from the PN532) and what follows; empty but for {@link Kind#DATA}
 */
record Pn532Frame(Kind kind, Bytes data) {

    enum Kind {
        /** {@code 00 00 FF 00 FF 00}: the command came; from the host: never mind. */
        ACK,
        /** {@code 00 00 FF FF 00 00}: say that again. */
        NACK,
        /** {@code 00 00 FF 01 FF 7F 81 00}: no command that the PN532 knows. */
        ERROR,
        /** A command or an answer. */
        DATA,
        /** A frame with a wrong checksum, or one that ended too early. */
        BROKEN
    }

    static final Pn532Frame ACK = new Pn532Frame(Kind.ACK, Bytes.EMPTY);
    static final Pn532Frame NACK = new Pn532Frame(Kind.NACK, Bytes.EMPTY);
    static final Pn532Frame ERROR = new Pn532Frame(Kind.ERROR, Bytes.EMPTY);
    private static final Pn532Frame BROKEN = new Pn532Frame(Kind.BROKEN, Bytes.EMPTY);

    /** TFI, command code and 264 bytes with it at most. */
    private static final int MAX_LENGTH = 266;

    private static final int MAX_NORMAL_LENGTH = 255;
    private static final int ERROR_CODE = 0x7F;

    /** Bytes within a frame come one after the other: at 115200 baud one takes 87 µs. */
    private static final int GAP_MILLIS = 100;

    static Pn532Frame of(Bytes data) {
        return new Pn532Frame(Kind.DATA, data);
    }

    /** The bytes on the line. */
    byte[] encoded() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, (byte) 0xFF});
        switch (kind) {
            case ACK -> out.writeBytes(new byte[] {0, (byte) 0xFF});
            case NACK -> out.writeBytes(new byte[] {(byte) 0xFF, 0});
            case ERROR -> out.writeBytes(new byte[] {1, (byte) 0xFF, ERROR_CODE, (byte) 0x81});
            case DATA -> encodeData(out);
            case BROKEN -> throw new IllegalStateException("nobody sends a broken frame");
        }
        out.write(0);
        return out.toByteArray();
    }

    private void encodeData(ByteArrayOutputStream out) {
        int length = data.length();
        if (length < 1 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("a PN532 frame of %d bytes".formatted(length));
        }
        if (length > MAX_NORMAL_LENGTH) {
            out.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) (length >>> 8), (byte) length});
            out.write(-((length >>> 8) + length));
        } else {
            out.write(length);
            out.write(-length);
        }
        out.writeBytes(data.toArray());
        out.write(-sum(data));
    }

    /**
     * The next frame on the line; what stands before its start code is noise.
     *
     * @param deadline by {@link System#nanoTime}, for its start code
     * @return nothing if none begins in time
     * @throws IOException if the port is gone
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    static Optional<Pn532Frame> read(SerialLine line, long deadline) throws IOException, InterruptedException {
        int last = SerialLine.NOTHING;
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left < 1) {
                return Optional.empty();
            }
            int next = line.read((int) Math.min(left, GAP_MILLIS));
            if (last == 0 && next == 0xFF) {
                return Optional.of(readBody(line));
            }
            last = next == SerialLine.NOTHING ? last : next;
        }
    }

    private static Pn532Frame readBody(SerialLine line) throws IOException {
        int length = line.read(GAP_MILLIS);
        int check = line.read(GAP_MILLIS);
        if (length == 0 && check == 0xFF) {
            return ACK;
        }
        if (length == 0xFF && check == 0) {
            return NACK;
        }
        if (length == 0xFF && check == 0xFF) {
            int high = line.read(GAP_MILLIS);
            int low = line.read(GAP_MILLIS);
            int extendedCheck = line.read(GAP_MILLIS);
            return high < 0 || low < 0 || extendedCheck < 0 || (high + low + extendedCheck & 0xFF) != 0
                    ? BROKEN
                    : readData(line, high << 8 | low);
        }
        return length < 0 || check < 0 || (length + check & 0xFF) != 0 ? BROKEN : readData(line, length);
    }

    private static Pn532Frame readData(SerialLine line, int length) throws IOException {
        if (length < 1 || length > MAX_LENGTH) {
            return BROKEN;
        }
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++) {
            int next = line.read(GAP_MILLIS);
            if (next == SerialLine.NOTHING) {
                return BROKEN;
            }
            data[i] = (byte) next;
        }
        int check = line.read(GAP_MILLIS);
        Bytes whole = Bytes.of(data);
        if (check < 0 || (sum(whole) + check & 0xFF) != 0) {
            return BROKEN;
        }
        return length == 1 && whole.at(0) == ERROR_CODE ? ERROR : of(whole);
    }

    private static int sum(Bytes data) {
        int sum = 0;
        for (int i = 0; i < data.length(); i++) {
            sum += data.at(i);
        }
        return sum;
    }

    /** Kind and length: data may be a card's. */
    @Override
    public String toString() {
        return "%s of %d bytes".formatted(kind, data.length());
    }
}
