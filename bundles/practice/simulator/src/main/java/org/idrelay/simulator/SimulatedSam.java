package org.idrelay.simulator;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.idrelay.api.Bytes;
import org.idrelay.api.settings.Settings;
import org.idrelay.card.Atqb;
import org.idrelay.card.CardCommand;
import org.idrelay.card.HostFrame;
import org.idrelay.card.MalformedException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A simulated SAM behind its bridge: answers host commands, sends card commands on its RF side, really authenticates the card
 * and deciphers its files. One thread of its own; faults from any thread.
 */
@Component(
        service = SimulatedSam.class,
        immediate = true,
        configurationPid = SimulatedSam.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SimulatedSam.Config.class, factory = true)
public final class SimulatedSam implements AutoCloseable {

    @ObjectClassDefinition(name = "IdRelay simulated SAM")
    @interface Config {
        @AttributeDefinition(description = "Number in the SAM's id")
        int number() default 1;

        @AttributeDefinition(description = "TCP port for host frames")
        int hostPort() default 7401;

        @AttributeDefinition(description = "TCP port for RF frames")
        int rfPort() default 7402;

        @AttributeDefinition(description = "Milliseconds that the SAM waits for the answer to a card command")
        int rfAnswerMillis() default 900;
    }

    /**
     * Bytes at the bridge.
     *
     * @param nanos when, by {@link System#nanoTime}
     * @param rf whether on the RF port, without length field; otherwise on the host port
     * @param heard whether the SAM received them; otherwise it said them
     * @param bytes what passed
     */
    public record BridgeEntry(long nanos, boolean rf, boolean heard, Bytes bytes) {}

    private static final Logger log = LoggerFactory.getLogger(SimulatedSam.class);

    static final String PID = "org.idrelay.simulator.sam";
    private static final int MAX_PORT = 65_535;
    private static final int NOT_FOUND = 0x80;
    private static final int NOT_SELECTED = 0x81;
    private static final int WRONG_CHECKSUM = 0x10;
    private static final int WRONG_LENGTH = 0x11;
    private static final int UNKNOWN_COMMAND = 0x21;

    private final int number;
    private final int rfAnswerMillis;
    private final SamBridge bridge;
    private final Thread thread;
    private Bytes atqb = Bytes.EMPTY;
    private boolean selected;
    private CardRead read = new CardRead(this);

    @Activate
    public SimulatedSam(Config config, Map<String, Object> properties) throws IOException {
        this(config, Settings.of(properties, PID));
    }

    private SimulatedSam(Config config, Settings file) throws IOException {
        this(
                config.number(),
                file.within("hostPort", config.hostPort(), 0, MAX_PORT),
                file.within("rfPort", config.rfPort(), 0, MAX_PORT),
                config.rfAnswerMillis());
    }

    /** Listens on two loopback ports (0: any) and serves until closed. */
    public SimulatedSam(int number, int hostPort, int rfPort, int rfAnswerMillis) throws IOException {
        this.number = number;
        this.rfAnswerMillis = rfAnswerMillis;
        bridge = new SamBridge(hostPort, rfPort);
        thread = new Thread(this::serve, "simulated-sam-" + number);
        thread.setDaemon(true);
        thread.start();
    }

    public int hostPort() {
        return bridge.hostPort();
    }

    public int rfPort() {
        return bridge.rfPort();
    }

    /** What passed the bridge: host frames and card commands, oldest first, those of the last thousand reads. */
    public List<BridgeEntry> log() {
        return bridge.log();
    }

    /** Lets something go wrong from now on, until it is mended. */
    public void fault(SamFault fault) {
        fault(fault, 0);
    }

    /** Lets something go wrong once the SAM has said so many more frames on either port, until it is mended. */
    public void fault(SamFault fault, int frames) {
        bridge.fault(fault, frames);
    }

    /** Ends every fault. */
    public void mend() {
        bridge.mend();
    }

    @Deactivate
    @Override
    public void close() {
        bridge.close();
        thread.interrupt();
    }

    /** Runs a card command on the RF side; empty if no answer came in time, or none with RF status 00. */
    Optional<Bytes> exchange(Bytes command) throws IOException, InterruptedException {
        return bridge.exchangeRf(command, rfAnswerMillis)
                .filter(answer -> !answer.isEmpty() && answer.at(answer.length() - 1) == 0)
                .map(answer -> answer.slice(0, answer.length() - 1));
    }

    private void serve() {
        try {
            while (true) {
                bridge.accept();
                serveLines();
            }
        } catch (InterruptedException e) {
            log.debug("simulated SAM {} is switched off", number);
        }
    }

    private void serveLines() throws InterruptedException {
        try {
            reset();
            while (true) {
                bridge.writeHost(response(bridge.readHost()).encode());
            }
        } catch (IOException e) {
            log.debug("simulated SAM {}: its lines are down", number);
        } finally {
            bridge.hangUp();
        }
    }

    private HostFrame response(Bytes frame) throws IOException, InterruptedException {
        if (frame.length() == HostFrame.PREFIX_LENGTH) {
            return state(WRONG_LENGTH);
        }
        HostFrame request;
        try {
            request = HostFrame.decodeRequest(frame);
        } catch (MalformedException e) {
            return state(WRONG_CHECKSUM);
        }
        return switch (request.head().at(0) << 8 | request.head().at(1)) {
            case 0x10FF -> reset();
            case 0x11FF, 0x6000, 0x6001, 0x6002, 0x6003, 0x6004, 0x61FF -> state(HostFrame.OK);
            case 0x12FF -> HostFrame.response(0, HostFrame.OK, id());
            case 0x2001 -> find();
            case 0x2002 -> select();
            case 0x3001 -> read(false);
            case 0x3010 -> read(true);
            case 0x3003 -> selected ? read.runForAddress() : state(CardRead.READ_FAILED);
            case 0x3005 -> state(HostFrame.NO_SUCH_ITEM);
            default -> state(UNKNOWN_COMMAND);
        };
    }

    private HostFrame reset() {
        atqb = Bytes.EMPTY;
        selected = false;
        read = new CardRead(this);
        return state(HostFrame.OK);
    }

    private HostFrame find() throws IOException, InterruptedException {
        reset();
        @Nullable Bytes answer = exchange(CardCommand.REQB).orElse(null);
        try {
            if (answer != null) {
                atqb = Atqb.of(answer).bytes();
                return HostFrame.response(0, HostFrame.FOUND, Bytes.of(new byte[4]));
            }
        } catch (MalformedException e) {
            log.debug("simulated SAM {}: what came is no ATQB", number);
        }
        return state(NOT_FOUND);
    }

    private HostFrame select() throws IOException, InterruptedException {
        selected = !atqb.isEmpty()
                && exchange(CardCommand.attrib(atqb.slice(1, 5)))
                        .filter(CardCommand.ATTRIB_ANSWER::equals)
                        .isPresent();
        return selected ? HostFrame.response(0, HostFrame.OK, Bytes.of(new byte[8])) : state(NOT_SELECTED);
    }

    private HostFrame read(boolean withFingerprints) throws IOException, InterruptedException {
        return selected ? read.run(withFingerprints) : state(CardRead.READ_FAILED);
    }

    /** 05.01-20260101-…: 16 bytes, numbers little endian (reference §1.5). */
    private Bytes id() {
        return Bytes.ofHex("05000100 D5263501 00000000")
                .plus(Bytes.of((byte) number, (byte) (number >>> 8), (byte) 0, (byte) 0));
    }

    private static HostFrame state(int state) {
        return HostFrame.response(0, state, Bytes.EMPTY);
    }

    /** Serves one SAM in a process of its own: {@code HOST_PORT RF_PORT [RF_ANSWER_MILLIS]}; ends with standard input. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            System.err.println("usage: SimulatedSam HOST_PORT RF_PORT [RF_ANSWER_MILLIS]");
            System.exit(2);
        }
        int rfAnswerMillis = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 900;
        try (SimulatedSam sam =
                new SimulatedSam(1, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), rfAnswerMillis)) {
            System.out.println("serving on " + sam.hostPort() + " " + sam.rfPort());
            while (System.in.read() >= 0) {
                // until whoever started it lets go
            }
        }
    }
}
