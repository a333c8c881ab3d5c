package org.idrelay.verifier.sam;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.idrelay.api.Bytes;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.Card;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.CardExchange;
import org.idrelay.api.verifier.Verifier;
import org.idrelay.card.CardCommand;
import org.idrelay.card.MalformedException;
import org.idrelay.card.RecordLayout;
import org.idrelay.card.TypeBFrame;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SimulatedCard;
import org.idrelay.simulator.SimulatedReader;
import org.idrelay.simulator.SimulatedSam;
import org.idrelay.simulator.SyntheticPeople;
import org.idrelay.simulator.SyntheticPerson;
import org.jspecify.annotations.Nullable;

/** An adapter before a simulated SAM, and what a terminal would do: a card in a reader's field, found and selected. */
final class SamBench implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** More than any test needs, unless it says so. */
    static final int CALL_MILLIS = 60_000;

    private static final int CARD_MILLIS = 10;

    final SimulatedSam sam;
    final SimulatedReader reader = new SimulatedReader("reader-1");
    final AtomicInteger offers = new AtomicInteger();

    private final SamAdapter adapter;
    private final AtomicReference<@Nullable Verifier> offered = new AtomicReference<>();

    SamBench(int rfAnswerMillis, int hostAnswerMillis) throws IOException {
        sam = new SimulatedSam(1, 0, 0, rfAnswerMillis);
        adapter = new SamAdapter(settings(sam.hostPort(), sam.rfPort(), rfAnswerMillis, hostAnswerMillis), verifier -> {
            offers.incrementAndGet();
            offered.set(verifier);
            return () -> offered.set(null);
        });
    }

    static SamSettings settings(int hostPort, int rfPort, int rfAnswerMillis, int hostAnswerMillis) {
        return new SamSettings(
                "sam-1",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), hostPort),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), rfPort),
                Set.of(Capability.TEXT_PHOTO, Capability.FINGERPRINT, Capability.ADDRESS),
                new SamSettings.Times(rfAnswerMillis, hostAnswerMillis, CALL_MILLIS, 2000));
    }

    /** The verifier as soon as it is offered. */
    Verifier verifier() {
        return await().atMost(PATIENCE).until(offered::get, verifier -> verifier != null);
    }

    /** Waits until an offered verifier is taken back. */
    void awaitGone() {
        await().atMost(PATIENCE).until(() -> offered.get() == null);
    }

    /** Waits until another verifier than that one is offered. */
    void awaitNext(Verifier before) {
        await().atMost(PATIENCE).until(offered::get, verifier -> verifier != null && verifier != before);
    }

    /** Waits until the SAM has heard that host command so often. */
    void awaitHeard(int command, long times) {
        await().atMost(PATIENCE).until(() -> heard(command) >= times);
    }

    boolean isOffered() {
        return offered.get() != null;
    }

    /** Reads a person's new card from its first step to the release. */
    void reads(Verifier verifier, SyntheticPerson person, Set<Capability> wanted) throws Exception {
        SimulatedCard card = CardPersonaliser.issue(person);
        reader.insert(card);
        List<Bytes> frames = read(verifier, wanted, relay());
        verifier.release();
        IdentityRecord record = RecordLayout.parse(frames);
        assertEquals(person.text(), record.text());
        assertEquals(person.photo(), record.photo());
        assertEquals(
                wanted.contains(Capability.FINGERPRINT) ? person.fingerprintData() : Bytes.EMPTY,
                record.fingerprints());
        assertEquals(wanted.contains(Capability.ADDRESS) ? person.additionalAddress() : "", record.additionalAddress());
    }

    /** Reads any card, text and photo. */
    void reads(Verifier verifier) throws Exception {
        reads(verifier, SyntheticPeople.all().get(0), Set.of(Capability.TEXT_PHOTO));
    }

    /** A session without its release. The card is found and selected by the terminal, as in a real one. */
    List<Bytes> read(Verifier verifier, Set<Capability> wanted, Card card) throws Exception {
        reader.field(true);
        Bytes atqb = onAir(CardCommand.REQB);
        assertEquals(CardCommand.REQB, verifier.find());
        verifier.confirmFind(atqb);
        Bytes attribAnswer = onAir(CardCommand.attrib(atqb.slice(1, 5)));
        Bytes uniqueId = onAir(CardCommand.GET_UNIQUE_ID).slice(0, 8);
        assertEquals(CardCommand.attrib(atqb.slice(1, 5)), verifier.select());
        verifier.confirmSelect(attribAnswer, uniqueId);
        Bytes first = CardCommand.SELECT_FIRST_FILE;
        return verifier.read(wanted, List.of(new CardExchange(first, CardAnswer.of(onAir(first)))), card);
    }

    /** Runs the verifier's card commands on the card in the field. */
    Card relay() {
        return commands -> List.of(answer(commands.get(0)));
    }

    CardAnswer answer(Bytes command) throws InterruptedException {
        try {
            Optional<Bytes> answer = reader.exchange(TypeBFrame.seal(command), CARD_MILLIS);
            return answer.isPresent() ? CardAnswer.of(TypeBFrame.open(answer.get())) : CardAnswer.silent();
        } catch (MalformedException | org.idrelay.api.reader.ReaderException e) {
            throw new AssertionError(e);
        }
    }

    /** The host responses with that state that the SAM has said so far. */
    long said(int state) {
        return sam.log().stream()
                .filter(entry -> !entry.rf() && !entry.heard() && entry.bytes().at(9) == state)
                .count();
    }

    /** How often the SAM has heard that host command. */
    long heard(int command) {
        return sam.log().stream()
                .filter(entry -> !entry.rf() && entry.heard())
                .filter(entry -> (entry.bytes().at(7) << 8 | entry.bytes().at(8)) == command)
                .count();
    }

    @Override
    public void close() {
        adapter.close();
        sam.close();
    }

    private Bytes onAir(Bytes command) throws InterruptedException {
        CardAnswer answer = answer(command);
        assertEquals(CardAnswer.RF_OK, answer.rfStatus());
        return answer.data();
    }
}
