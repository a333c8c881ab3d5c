package org.idrelay.reader.pn532;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.idrelay.api.Bytes;
import org.idrelay.api.reader.ReaderException;
import org.idrelay.card.Atqb;
import org.idrelay.card.CardCommand;
import org.idrelay.card.MalformedException;
import org.idrelay.card.TypeBFrame;
import org.idrelay.simulator.SimulatedReader;

/** A PN532 at its end of a serial line, with a simulated field; breaks the protocol on demand. Runs on a thread of its own. */
final class SimulatedPn532 implements AutoCloseable {

    /** What it does wrong with one command. */
    enum Fault {
        NO_ACK,
        SLOW_ACK,
        NACK_FOR_ACK,
        BROKEN_ACK,
        BROKEN_LENGTH,
        BROKEN_DATA,
        TRUNCATED,
        NOISE,
        ERROR_FRAME,
        UNKNOWN_STATUS,
        NEVER,
        LATE,
        UNPLUGGED
    }

    static final int SLOW_MILLIS = 250;
    static final int LATE_MILLIS = 1000;
    private static final int CRC_ENABLED = 0x80;
    private static final int TX_MODE = 0x6302;
    private static final int RX_MODE = 0x6303;

    final SimulatedReader field = new SimulatedReader("field");
    private final SerialLine line;
    private final Runnable unplug;
    private final Map<Integer, Integer> registers = new HashMap<>(Map.of(TX_MODE, CRC_ENABLED, RX_MODE, CRC_ENABLED));
    private final Thread thread = new Thread(this::serve, "simulated-pn532");
    private volatile Optional<Fault> fault = Optional.empty();
    private final AtomicInteger commandsUntilFault = new AtomicInteger();
    private volatile int wanted = -1;
    private volatile boolean closed;
    private byte[] lastAnswer = new byte[0];

    /** @param unplug what takes the line away */
    SimulatedPn532(SerialLine line, Runnable unplug) {
        this.line = line;
        this.unplug = unplug;
        thread.setDaemon(true);
        thread.start();
    }

    /** After so many more commands of that code the next one suffers the fault, once. */
    void fault(Fault next, int code, int commands) {
        commandsUntilFault.set(commands);
        wanted = code;
        fault = Optional.of(next);
    }

    boolean isFaultDone() {
        return fault.isEmpty();
    }

    @Override
    public void close() {
        closed = true;
        line.close();
    }

    private void serve() {
        try {
            while (!closed) {
                Optional<Pn532Frame> heard =
                        Pn532Frame.read(line, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500));
                if (heard.isPresent() && heard.get().kind() == Pn532Frame.Kind.DATA) {
                    perform(heard.get().data());
                } else if (heard.isPresent() && heard.get().kind() == Pn532Frame.Kind.NACK) {
                    line.write(lastAnswer);
                }
            }
        } catch (IOException | InterruptedException e) {
            // the line is gone
        }
    }

    private void perform(Bytes command) throws IOException, InterruptedException {
        Optional<Fault> now = due(command.at(1));
        if (now.isPresent() && now.get() == Fault.UNPLUGGED) {
            unplug.run();
        }
        if (now.isPresent() && now.get() == Fault.NO_ACK) {
            return;
        }
        if (now.isPresent() && now.get() == Fault.SLOW_ACK) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SLOW_MILLIS));
        }
        line.write(ack(now));
        if (now.isPresent() && (now.get() == Fault.NACK_FOR_ACK || now.get() == Fault.BROKEN_ACK)) {
            return;
        }
        Optional<Bytes> answer =
                now.equals(Optional.of(Fault.UNKNOWN_STATUS)) ? Optional.of(Bytes.ofHex("27")) : answer(command);
        byte[] frame = answer.map(data -> Pn532Frame.of(Bytes.of((byte) 0xD5, (byte) (command.at(1) + 1))
                                .plus(data))
                        .encoded())
                .orElseGet(Pn532Frame.ERROR::encoded);
        lastAnswer = frame;
        if (now.isPresent()) {
            spoil(now.get(), frame);
        } else {
            line.write(frame);
        }
    }

    private Optional<Fault> due(int code) {
        if (fault.isEmpty() || code != wanted || commandsUntilFault.getAndDecrement() > 0) {
            return Optional.empty();
        }
        Optional<Fault> now = fault;
        fault = Optional.empty();
        return now;
    }

    private static byte[] ack(Optional<Fault> now) {
        byte[] ack = now.equals(Optional.of(Fault.NACK_FOR_ACK)) ? Pn532Frame.NACK.encoded() : Pn532Frame.ACK.encoded();
        if (now.equals(Optional.of(Fault.BROKEN_ACK))) {
            ack[4] ^= 0x10;
        }
        return ack;
    }

    private void spoil(Fault how, byte[] frame) throws IOException {
        byte[] spoilt = frame.clone();
        switch (how) {
            case BROKEN_LENGTH -> spoilt[4] ^= 1;
            case BROKEN_DATA -> spoilt[6] ^= 1;
            case TRUNCATED -> spoilt = Arrays.copyOf(frame, frame.length - 2);
            case NOISE -> line.write(new byte[] {0x55, (byte) 0xFF, 0, 0, 1, (byte) 0xFE, 0});
            case ERROR_FRAME -> spoilt = Pn532Frame.ERROR.encoded();
            case NEVER -> spoilt = new byte[0];
            case LATE -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LATE_MILLIS));
            case NO_ACK, SLOW_ACK, NACK_FOR_ACK, BROKEN_ACK, UNKNOWN_STATUS, UNPLUGGED -> {}
        }
        line.write(spoilt);
    }

    /** What follows the answer's code; nothing for a command that it does not know. */
    private Optional<Bytes> answer(Bytes command) throws InterruptedException {
        Bytes parameters = command.from(2);
        try {
            return switch (command.at(1)) {
                case 0x00 -> Optional.of(parameters.at(0) == 0 ? parameters : Bytes.ofHex("00"));
                case 0x02 -> Optional.of(Bytes.ofHex("32010607"));
                case 0x06 -> Optional.of(readRegisters(parameters));
                case 0x08 -> Optional.of(writeRegisters(parameters));
                case 0x12, 0x14 -> Optional.of(Bytes.EMPTY);
                case 0x16, 0x44, 0x52 -> Optional.of(Bytes.ofHex("00"));
                case 0x32 -> Optional.of(configure(parameters));
                case 0x42 -> Optional.of(communicate(parameters));
                case 0x4A -> Optional.of(parameters.at(1) == 3 ? list() : Bytes.ofHex("00"));
                default -> Optional.empty();
            };
        } catch (ReaderException e) {
            throw new AssertionError("the simulated field does not fail", e);
        }
    }

    private Bytes configure(Bytes parameters) throws ReaderException {
        if (parameters.at(0) == 1) {
            field.field((parameters.at(1) & 1) != 0);
        }
        return Bytes.EMPTY;
    }

    private Bytes communicate(Bytes data) throws ReaderException, InterruptedException {
        Bytes sent = (registers.getOrDefault(TX_MODE, 0) & CRC_ENABLED) != 0 ? TypeBFrame.seal(data) : data;
        Optional<Bytes> heard = field.exchange(sent, 1);
        if (heard.isEmpty()) {
            return Bytes.ofHex("01");
        }
        if ((registers.getOrDefault(RX_MODE, 0) & CRC_ENABLED) == 0) {
            return Bytes.ofHex("00").plus(heard.get());
        }
        try {
            return Bytes.ofHex("00").plus(TypeBFrame.open(heard.get()));
        } catch (MalformedException e) {
            return Bytes.ofHex("02");
        }
    }

    /** Finds and selects one type B card, as InListPassiveTarget does. */
    private Bytes list() throws ReaderException, InterruptedException {
        field.field(true);
        Optional<Bytes> found = field.exchange(TypeBFrame.seal(CardCommand.REQB), 1);
        if (found.isEmpty()) {
            return Bytes.ofHex("00");
        }
        try {
            Bytes atqb = TypeBFrame.open(found.get());
            Optional<Bytes> selected = field.exchange(
                    TypeBFrame.seal(CardCommand.attrib(Atqb.of(atqb).pupi())), 1);
            Bytes attrib = selected.isPresent() ? TypeBFrame.open(selected.get()) : Bytes.EMPTY;
            return Bytes.ofHex("0101")
                    .plus(atqb)
                    .plus(Bytes.of((byte) attrib.length()))
                    .plus(attrib);
        } catch (MalformedException e) {
            return Bytes.ofHex("00");
        }
    }

    private Bytes readRegisters(Bytes addresses) {
        Bytes values = Bytes.EMPTY;
        for (int i = 0; i + 1 < addresses.length(); i += 2) {
            int address = addresses.at(i) << 8 | addresses.at(i + 1);
            values = values.plus(Bytes.of((byte) (int) registers.getOrDefault(address, 0)));
        }
        return values;
    }

    private Bytes writeRegisters(Bytes triples) {
        for (int i = 0; i + 2 < triples.length(); i += 3) {
            registers.put(triples.at(i) << 8 | triples.at(i + 1), triples.at(i + 2));
        }
        return Bytes.EMPTY;
    }
}
