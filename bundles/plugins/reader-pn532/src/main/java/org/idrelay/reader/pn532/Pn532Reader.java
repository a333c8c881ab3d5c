package org.idrelay.reader.pn532;

import java.util.Optional;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.CardReader;
import org.idrelay.api.reader.DescribedReader;
import org.idrelay.api.reader.ReaderException;

/**
 * A PN532 as a bare type B reader (UM0701-02): it is told to send and receive raw frames, with the CRC_B that stands in them,
 * and finds no card by itself. Set up again after each failure of its own.
 */
final class Pn532Reader implements CardReader, DescribedReader, AutoCloseable {

    private static final int SAM_CONFIGURATION = 0x14;
    private static final int RF_CONFIGURATION = 0x32;
    private static final int IN_LIST_PASSIVE_TARGET = 0x4A;
    private static final int IN_COMMUNICATE_THRU = 0x42;
    private static final int READ_REGISTER = 0x06;
    private static final int WRITE_REGISTER = 0x08;

    /** CIU_TxMode and CIU_RxMode: bit 7 is the chip's own CRC, bits 1 and 0 are 11 for type B. */
    private static final Bytes MODES = Bytes.ofHex("63026303");

    private static final int CRC_ENABLED = 0x80;
    private static final int TYPE_B = 0x03;

    /** Status of InCommunicateThru: bits 5 to 0. */
    private static final int STATUS = 0x3F;

    private static final int OK = 0x00;
    private static final int TIMEOUT = 0x01;

    /** CRC, parity, bit count, framing, collision, buffer and the like: something came, but nothing of use. */
    private static final int LAST_RF_ERROR = 0x09;

    /** Timeout codes n stand for 0.1 ms × 2^(n−1). */
    private static final int LONGEST_TIMEOUT_CODE = 0x10;

    /** What the chip and its line may take beyond the card's time. */
    private static final int OWN_MILLIS = 500;

    private static final int ATR_RES_TIMEOUT_CODE = 0x0B;

    private final String name;
    private final String place;
    private final Pn532 chip;
    private final int callMillis;
    private volatile String description;
    private volatile boolean lost;
    private boolean ready;
    private int timeoutCode;

    /**
     * @param place where it is connected, for people
     * @param callMillis how long one call may take beyond the card's time
     */
    Pn532Reader(String name, String place, Pn532 chip, int callMillis) {
        this.callMillis = callMillis;
        this.name = name;
        this.place = place;
        this.chip = chip;
        this.description = "PN532 at " + place;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    /**
     * Sets the chip up, its field off.
     *
     * @throws ReaderException if no PN532 answers at this port
     */
    void setUp() throws ReaderException, InterruptedException {
        ready = false;
        timeoutCode = 0;
        chip.wake();
        Bytes version = chip.command(Pn532.GET_FIRMWARE_VERSION, Bytes.EMPTY, OWN_MILLIS);
        if (version.length() < 4 || version.at(0) != 0x32) {
            throw new ReaderException(FailureCode.READER_FAULT, "this is no PN532");
        }
        description = "PN532 %d.%d at %s".formatted(version.at(1), version.at(2), place);
        chip.command(SAM_CONFIGURATION, Bytes.ofHex("010001"), OWN_MILLIS); // no SAM behind it
        chip.command(RF_CONFIGURATION, Bytes.ofHex("05000001"), OWN_MILLIS); // it retries nothing by itself
        // loads the analogue settings for type B at 106 kbit/s; whatever card answers is reset with the field
        chip.command(IN_LIST_PASSIVE_TARGET, Bytes.ofHex("010300"), OWN_MILLIS);
        sendRaw();
        rf(false);
        ready = true;
    }

    @Override
    public void field(boolean on) throws ReaderException, InterruptedException {
        usable(0, () -> {
            rf(on);
            return Optional.empty();
        });
    }

    @Override
    public Optional<Bytes> exchange(Bytes frame, int timeoutMillis) throws ReaderException, InterruptedException {
        return usable(timeoutMillis, () -> {
            int waits = waitAtLeast(timeoutMillis);
            return judge(chip.command(IN_COMMUNICATE_THRU, frame, waits + OWN_MILLIS));
        });
    }

    /** Whether its port failed; on any thread. */
    boolean isLost() {
        return lost;
    }

    @Override
    public void close() {
        chip.close();
    }

    private interface Work {
        Optional<Bytes> run() throws ReaderException, InterruptedException;
    }

    /** A chip that failed may have been unplugged and be another one, or have forgotten everything. */
    private Optional<Bytes> usable(int cardMillis, Work work) throws ReaderException, InterruptedException {
        chip.begin((long) cardMillis + callMillis);
        try {
            if (!ready) {
                setUp();
            }
            ready = false;
            Optional<Bytes> result = work.run();
            ready = true;
            return result;
        } catch (ReaderException e) {
            lost |= e.code() == FailureCode.READER_GONE;
            throw e;
        }
    }

    private static Optional<Bytes> judge(Bytes answer) throws ReaderException {
        int status = answer.isEmpty() ? STATUS : answer.at(0) & STATUS;
        if (status == OK) {
            return Optional.of(answer.from(1));
        }
        if (status == TIMEOUT) {
            return Optional.empty();
        }
        if (status <= LAST_RF_ERROR) {
            return Optional.of(Bytes.EMPTY); // something answered; what, is lost
        }
        throw new ReaderException(FailureCode.READER_FAULT, "status %02X of the PN532".formatted(status));
    }

    /** The frame goes out and comes in as it is: CRC_B is the caller's. */
    private void sendRaw() throws ReaderException, InterruptedException {
        Bytes modes = chip.command(READ_REGISTER, MODES, OWN_MILLIS);
        if (modes.length() != 2) {
            throw new ReaderException(FailureCode.READER_FAULT, "the PN532 shows no registers");
        }
        chip.command(
                WRITE_REGISTER,
                MODES.slice(0, 2)
                        .plus(Bytes.of(raw(modes.at(0))))
                        .plus(MODES.slice(2, 4))
                        .plus(Bytes.of(raw(modes.at(1)))),
                OWN_MILLIS);
    }

    private static byte raw(int mode) {
        return (byte) ((mode & ~CRC_ENABLED) | TYPE_B);
    }

    private void rf(boolean on) throws ReaderException, InterruptedException {
        chip.command(RF_CONFIGURATION, Bytes.of((byte) 0x01, (byte) (on ? 1 : 0)), OWN_MILLIS);
    }

    /** Sets the chip's own timeout to the shortest that is long enough; how long that is, in ms. */
    private int waitAtLeast(int millis) throws ReaderException, InterruptedException {
        int code = 1;
        while (code < LONGEST_TIMEOUT_CODE && tenths(code) < 10L * millis) {
            code++;
        }
        if (code != timeoutCode) {
            chip.command(
                    RF_CONFIGURATION,
                    Bytes.of((byte) 0x02, (byte) 0x00, (byte) ATR_RES_TIMEOUT_CODE, (byte) code),
                    OWN_MILLIS);
            timeoutCode = code;
        }
        return tenths(code) / 10 + 1;
    }

    private static int tenths(int code) {
        return 1 << (code - 1);
    }
}
