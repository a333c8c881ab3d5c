package org.idrelay.verifier.sam;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.Card;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.CardException;
import org.idrelay.api.verifier.CardExchange;
import org.idrelay.api.verifier.Verifier;
import org.idrelay.api.verifier.VerifierException;
import org.idrelay.card.HostFrame;

/**
 * One SAM, driven by its host commands; its own card commands are answered from what the terminal holds, or by the card.
 * Lives as long as its line. Called on the verifier's thread only.
 */
final class SamVerifier implements Verifier {

    private static final HostFrame STATUS = HostFrame.request(0x11, 0xFF);
    private static final HostFrame FIND = HostFrame.request(0x20, 0x01);
    private static final HostFrame SELECT = HostFrame.request(0x20, 0x02);
    private static final HostFrame READ = HostFrame.request(0x30, 0x01);
    private static final HostFrame READ_WITH_FINGERPRINT = HostFrame.request(0x30, 0x10);
    private static final HostFrame READ_ADDRESS = HostFrame.request(0x30, 0x03);

    private static final int OK = 0x90;
    private static final int FOUND = 0x9F;
    private static final int NO_SUCH_ITEM = 0x91;

    private final SamSettings settings;
    private final SamLine line;

    /** Whether the SAM owes the response to a host command. */
    private boolean asked;

    SamVerifier(SamSettings settings, SamLine line) {
        this.settings = settings;
        this.line = line;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public Set<Capability> capabilities() {
        return settings.capabilities();
    }

    @Override
    public Bytes find() throws VerifierException, InterruptedException {
        return ownCommand(FIND);
    }

    @Override
    public void confirmFind(Bytes atqb) throws VerifierException, InterruptedException {
        confirm(FIND, FOUND, atqb);
    }

    @Override
    public Bytes select() throws VerifierException, InterruptedException {
        return ownCommand(SELECT);
    }

    @Override
    public void confirmSelect(Bytes attribAnswer, Bytes uniqueId) throws VerifierException, InterruptedException {
        confirm(SELECT, OK, attribAnswer);
    }

    @Override
    public List<Bytes> read(Set<Capability> wanted, List<CardExchange> exchanged, Card card)
            throws VerifierException, CardException, InterruptedException {
        List<Bytes> frames = new ArrayList<>();
        HostFrame command = wanted.contains(Capability.FINGERPRINT) ? READ_WITH_FINGERPRINT : READ;
        frames.add(run(command, new ArrayDeque<>(exchanged), card, OK).encode());
        if (wanted.contains(Capability.ADDRESS)) {
            HostFrame address = run(READ_ADDRESS, new ArrayDeque<>(), card, NO_SUCH_ITEM);
            if (address.state() == OK) {
                frames.add(address.encode());
            }
        }
        return frames;
    }

    @Override
    public void release() throws VerifierException, InterruptedException {
        try {
            long deadline = System.nanoTime()
                    + TimeUnit.MILLISECONDS.toNanos(settings.rfAnswerMillis() + settings.hostAnswerMillis());
            while (asked) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                asked = !(said((int) Math.max(0, left)) instanceof SamLine.Event.Response);
            }
            if (ask(STATUS, CardAnswer.silent()).state() != OK) {
                throw new VerifierException(FailureCode.VERIFIER_REFUSED, "the SAM's self-test failed");
            }
        } catch (VerifierException e) {
            line.close(); // a new line is the only way to be sure that nothing old comes any more
            throw e;
        }
    }

    /** Sends a host command and answers the card command that it makes the SAM send. */
    private Bytes ownCommand(HostFrame request) throws VerifierException, InterruptedException {
        send(request);
        SamLine.Event event = said(settings.hostAnswerMillis());
        if (event instanceof SamLine.Event.Command command) {
            return command.command();
        }
        throw refused(response(event));
    }

    /** Answers the SAM's card command from what is held; a SAM that has stopped waiting is asked once more. */
    private void confirm(HostFrame request, int good, Bytes held) throws VerifierException, InterruptedException {
        for (int attempt = 0; attempt < 2; attempt++) {
            if (attempt > 0) {
                ownCommand(request);
            }
            Optional<SamLine.Event> gaveUp = line.next(0);
            if (gaveUp.isEmpty()) {
                line.answer(CardAnswer.of(held));
            }
            SamLine.Event event = gaveUp.isPresent() ? checked(gaveUp.get()) : said(settings.hostAnswerMillis());
            if (response(event).state() == good) {
                return;
            }
        }
        throw new VerifierException(FailureCode.VERIFIER_RF_TIMEOUT, "the confirm came too late, twice");
    }

    /** Runs a read command: the SAM's card commands are answered until its response comes. */
    private HostFrame run(HostFrame request, Deque<CardExchange> held, Card card, int alsoGood)
            throws VerifierException, CardException, InterruptedException {
        send(request);
        boolean late = false;
        while (true) {
            SamLine.Event event = said(settings.hostAnswerMillis());
            if (!(event instanceof SamLine.Event.Command command)) {
                HostFrame response = response(event);
                if (response.state() == OK || response.state() == alsoGood) {
                    return response;
                }
                throw late ? lateAnswer() : failed(response);
            }
            long asked = System.nanoTime();
            CardAnswer answer = answerTo(command.command(), held, card);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
            late = millis >= settings.rfAnswerMillis();
            if (late) {
                continue; // it has stopped waiting: an answer now would be taken for the next one
            }
            line.answer(answer);
        }
    }

    private static CardAnswer answerTo(Bytes command, Deque<CardExchange> held, Card card)
            throws CardException, InterruptedException {
        CardExchange next = held.peek();
        if (next != null && next.command().equals(command)) {
            return held.remove().answer();
        }
        return card.exchange(List.of(command)).get(0);
    }

    private HostFrame ask(HostFrame request, CardAnswer whenAsked) throws VerifierException, InterruptedException {
        send(request);
        SamLine.Event event = said(settings.hostAnswerMillis());
        while (event instanceof SamLine.Event.Command) {
            line.answer(whenAsked);
            event = said(settings.hostAnswerMillis());
        }
        return response(event);
    }

    private void send(HostFrame request) throws VerifierException {
        line.ask(request);
        asked = true;
    }

    /** What the SAM says within a time; silence is a failure, like everything that is neither command nor response. */
    private SamLine.Event said(int millis) throws VerifierException, InterruptedException {
        Optional<SamLine.Event> event = line.next(millis);
        if (event.isEmpty()) {
            throw new VerifierException(FailureCode.VERIFIER_TIMEOUT, "the SAM keeps silent");
        }
        return checked(event.get());
    }

    private SamLine.Event checked(SamLine.Event event) throws VerifierException {
        if (event instanceof SamLine.Event.Gone) {
            asked = false;
            throw new VerifierException(FailureCode.VERIFIER_GONE, "the line to the SAM is down");
        }
        if (event instanceof SamLine.Event.Garbage) {
            throw new VerifierException(FailureCode.VERIFIER_ANSWER_MALFORMED, "what the SAM said has no known form");
        }
        return event;
    }

    private HostFrame response(SamLine.Event event) throws VerifierException {
        if (event instanceof SamLine.Event.Response response) {
            asked = false;
            return response.frame();
        }
        throw new VerifierException(FailureCode.VERIFIER_ANSWER_MALFORMED, "a card command where none is due");
    }

    private static VerifierException lateAnswer() {
        return new VerifierException(FailureCode.VERIFIER_RF_TIMEOUT, "the card's answer came too late for the SAM");
    }

    /** Reference §1.4: what a state says about the card is the card's failure. */
    private static VerifierException failed(HostFrame response) throws CardException {
        String words = "SAM state %02X".formatted(response.state());
        switch (response.state()) {
            case 0x31, 0x32 -> throw new CardException(FailureCode.CARD_NOT_AUTHENTICATED, words);
            case 0x40 -> throw new CardException(FailureCode.CARD_UNSUPPORTED, words);
            case 0x33, 0x41 -> throw new CardException(FailureCode.CARD_REFUSED, words);
            default -> {
                return refused(response);
            }
        }
    }

    private static VerifierException refused(HostFrame response) {
        return new VerifierException(FailureCode.VERIFIER_REFUSED, "SAM state %02X".formatted(response.state()));
    }
}
