package org.idrelay.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SimulatedReader;
import org.idrelay.simulator.SyntheticPeople;
import org.idrelay.simulator.SyntheticPerson;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/**
 * A server that changes what it relays: every sealed message is altered, cut, repeated, left out, exchanged or held back
 * once. The read fails with a code in bounded time, the next one gives the right record, and no wrong record ever comes.
 * What becomes of every single byte is in the bundle's own {@code TamperingTest}.
 */
public class TamperIT {

    private static final int OUTCOME_SECONDS = 15;

    static final List<MessageType> SEALED = List.of(
            MessageType.FIND_CONFIRM,
            MessageType.SELECT_REQUEST,
            MessageType.SELECT_RESPONSE,
            MessageType.SELECT_CONFIRM,
            MessageType.READ_REQUEST,
            MessageType.CARD_COMMANDS,
            MessageType.CARD_ANSWERS,
            MessageType.IDENTITY);

    private static final Set<FailureCode> BROKEN = Set.of(FailureCode.SEAL_BROKEN);

    private static final Set<FailureCode> MISSED = Set.of(
            FailureCode.ANSWER_TIMEOUT,
            FailureCode.VERIFIER_RF_TIMEOUT,
            FailureCode.VERIFIER_TIMEOUT,
            FailureCode.SESSION_KEY_MISSING,
            FailureCode.SEAL_BROKEN);

    /** What the server does to one message, and how that may end. */
    private enum Tampering {
        ALTERED,
        CUT,
        REPEATED,
        LEFT_OUT,
        EXCHANGED,
        HELD_BACK;

        Set<FailureCode> codes() {
            return this == LEFT_OUT || this == HELD_BACK ? MISSED : BROKEN;
        }
    }

    private PlainRelay relay;
    private SimulatedReader reader;
    private final Map<MessageType, Frame> ofAnotherSession = new EnumMap<>(MessageType.class);

    @Before
    public void start() throws Exception {
        relay = new PlainRelay(1, 1, "idle");
        reader = relay.readers.get(0);
    }

    @After
    public void stop() throws Exception {
        relay.close();
    }

    @Test
    public void everyTamperingFails() throws Exception {
        assertEquals("record", read(0));
        List.of(relay.serverProxy, relay.hostProxy)
                .forEach(proxy -> proxy.passed()
                        .forEach(passed ->
                                ofAnotherSession.put(passed.frame().header().type(), passed.frame())));

        int person = 1;
        for (MessageType type : SEALED) {
            for (Tampering tampering : Tampering.values()) {
                String cell = type + " " + tampering;
                Tamperer tamperer = new Tamperer(type, tampering);
                placeOf(type).meddle(tamperer);
                String outcome = read(1 + person++ % 10);
                assertTrue(cell + " did not happen", tamperer.done);
                if (type == MessageType.IDENTITY && tampering == Tampering.REPEATED) {
                    assertEquals(cell, "record", outcome); // the session is over, and nobody hears the second one
                } else {
                    assertTrue(cell + ": " + outcome, names(tampering).contains(outcome));
                }
            }
        }
    }

    /** Where the server is the last that could have changed it. */
    private FrameProxy placeOf(MessageType type) {
        return type.origin().orElseThrow() == Party.TERMINAL ? relay.hostProxy : relay.serverProxy;
    }

    private static List<String> names(Tampering tampering) {
        return tampering.codes().stream().map(FailureCode::name).toList();
    }

    /** How the first session of a card ends; the card is then read again, and that is the right record. */
    private String read(int index) throws Exception {
        SyntheticPerson person = SyntheticPeople.all().get(index);
        relay.events.clear();
        reader.insert(CardPersonaliser.issue(person));
        String outcome = null;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(OUTCOME_SECONDS);
        while (System.nanoTime() < deadline) {
            ReadingEvent event = relay.events.poll(50, TimeUnit.MILLISECONDS);
            if (event instanceof ReadingEvent.ReadFailed failed) {
                outcome = Objects.requireNonNullElse(outcome, failed.code().name());
                if (!failed.retrying()) {
                    leave();
                    reader.insert(CardPersonaliser.issue(person));
                }
            }
            if (event instanceof ReadingEvent.RecordRead read) {
                IdentityRecord record = read.record();
                assertTrue("a wrong record", person.text().equals(record.text()));
                assertTrue("a wrong photo", person.photo().equals(record.photo()));
                leave();
                return Objects.requireNonNullElse(outcome, "record");
            }
        }
        throw new AssertionError("hangs after " + outcome);
    }

    private void leave() throws InterruptedException {
        reader.lift();
        relay.next(ReadingEvent.CardGone.class, OUTCOME_SECONDS);
        await().atMost(Duration.ofSeconds(OUTCOME_SECONDS))
                .until(() -> relay.idle() == 1 && relay.operations.sessions().isEmpty());
    }

    /** Does it once, to the first message of that type. */
    private final class Tamperer implements FrameProxy.Meddler {

        private final MessageType type;
        private final Tampering tampering;
        private final List<Frame> held = new ArrayList<>();
        private volatile boolean done;

        Tamperer(MessageType type, Tampering tampering) {
            this.type = type;
            this.tampering = tampering;
        }

        @Override
        public List<Frame> passes(Frame frame) {
            if (done || frame.header().type() != type) {
                List<Frame> passing = new ArrayList<>(List.of(frame));
                if (frame.header().type().origin().equals(type.origin())) {
                    passing.addAll(held);
                    held.clear();
                }
                return passing;
            }
            done = true;
            assertTrue(frame.header().sealed());
            Bytes body = frame.body();
            return switch (tampering) {
                case ALTERED -> List.of(withBody(frame, flipped(body)));
                case CUT -> List.of(withBody(frame, body.slice(0, body.length() - 1)));
                case REPEATED -> List.of(frame, withNextSequence(frame));
                case LEFT_OUT -> List.of();
                case EXCHANGED ->
                    List.of(withBody(
                            frame,
                            Objects.requireNonNull(ofAnotherSession.get(type)).body()));
                case HELD_BACK -> {
                    held.add(frame);
                    yield List.of();
                }
            };
        }

        private Bytes flipped(Bytes body) {
            byte[] changed = body.toArray();
            changed[changed.length / 2] ^= 0x10;
            return Bytes.of(changed);
        }

        private Frame withBody(Frame frame, Bytes body) {
            return new Frame(frame.header(), frame.clear(), body);
        }

        private Frame withNextSequence(Frame frame) {
            Header header = frame.header();
            Header next = new Header(
                    type,
                    true,
                    header.session(),
                    header.verifier(),
                    header.term(),
                    header.sequence() + 1,
                    header.replyTo());
            return new Frame(next, frame.clear(), frame.body());
        }
    }
}
