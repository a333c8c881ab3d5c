package org.idrelay.verifier.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.CardException;
import org.idrelay.api.verifier.VerifierException;
import org.idrelay.link.Link;
import org.idrelay.wire.CardCommands;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Message;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what a session wants done: its messages, its verifier's calls, its timer. Lives on the event loop. */
final class ServedSession {

    private static final Logger log = LoggerFactory.getLogger(ServedSession.class);

    private final HostSession session;
    private final Device device;
    private final HostDesk desk;
    private final SessionMessages messages;
    private final Consumer<ServedSession> ended;
    private final RelayedCard card;
    private final List<Future<?>> calls = new ArrayList<>();
    private CompletableFuture<List<CardAnswer>> pending = new CompletableFuture<>();
    private @Nullable Future<?> timer;
    private boolean closed;

    /**
     * A session that waits for its verifier.
     *
     * @param link to the server
     * @param ended told once, when it is over
     */
    ServedSession(HostSession session, Link link, Device device, HostDesk desk, Consumer<ServedSession> ended) {
        this.session = session;
        this.device = device;
        this.desk = desk;
        this.ended = ended;
        messages = new SessionMessages(link, desk, device.name(), this::sealFailed);
        card = new RelayedCard(
                (commands, answers) -> desk.loop().later(() -> wanted(commands, answers)),
                2 * desk.timing().cardAnswerMillis());
    }

    /** Its first message is there. */
    void open(Frame first) {
        messages.first(first);
    }

    /** The verifier is free for it. */
    void begin() {
        perform(session.begin());
    }

    /** A message from the server; one that must not come now, or is malformed, costs the session and not the link. */
    void received(Frame frame) {
        messages.receive(frame, this::opened);
    }

    /** Ends it with a Failure to the server. */
    void fail(FailureCode code, String detail) {
        perform(session.failed(code, detail));
    }

    /** Ends it without a word: there is no link any more. */
    void end(FailureCode code) {
        perform(session.end(code));
    }

    /** Does something when all that the session sent has left. */
    void afterLastWord(Runnable then) {
        messages.afterLast(then);
    }

    UUID id() {
        return session.id();
    }

    long term() {
        return session.term();
    }

    /** Why it ended, if it failed. */
    FailureCode ending() {
        return session.ending();
    }

    private void opened(Frame frame) {
        try {
            Outcome outcome = session.received(frame);
            if (outcome.call().filter(this::isOneReadTooMany).isPresent()) {
                fail(FailureCode.CARD_LIMIT, "the limit is " + desk.cards().rate());
            } else {
                perform(outcome);
            }
        } catch (WireException e) {
            fail(e.code(), String.valueOf(e.getMessage()));
        }
    }

    /** With this call the verifier would learn which card it is: the last moment before it reads. */
    private boolean isOneReadTooMany(VerifierCall call) {
        boolean tooMany = call instanceof VerifierCall.ConfirmSelect confirmed
                && !desk.cards().begins(confirmed.uniqueId());
        if (tooMany) {
            log.info("session {}: its card was read too often", id());
        }
        return tooMany;
    }

    private void sealFailed(WireException failure) {
        if (!closed) {
            log.warn("session {}: {}: {}", id(), failure.code(), failure.getMessage());
            fail(failure.code(), "session key");
        }
    }

    private void perform(Outcome outcome) {
        outcome.message().ifPresent(messages::send);
        outcome.answers().ifPresent(pending::complete);
        outcome.call().ifPresent(this::make);
        watch();
    }

    private void make(VerifierCall call) {
        calls.add(device.thread().call(() -> call.on(device.verifier(), card), this::returned, this::threw));
    }

    private void watch() {
        if (timer != null) {
            timer.cancel(false);
        }
        if (session.state() == HostSession.State.ENDED) {
            close();
        } else if (session.state() == HostSession.State.EXCHANGING) {
            failAfter(desk.timing().cardAnswerMillis(), FailureCode.VERIFIER_RF_TIMEOUT, "no card answers came");
        } else if (session.awaitsVerifier()) {
            failAfter(
                    desk.timing().verifierCallMillis(),
                    FailureCode.VERIFIER_TIMEOUT,
                    "the verifier's call took too long");
        }
    }

    private void failAfter(int millis, FailureCode code, String detail) {
        timer = desk.loop().schedule(() -> fail(code, detail), millis);
    }

    private void wanted(CardCommands commands, CompletableFuture<List<CardAnswer>> answers) {
        Outcome outcome = session.wanted(commands);
        pending = answers;
        perform(outcome);
        if (closed) {
            answers.completeExceptionally(over());
        }
    }

    private void returned(Optional<Message> message) {
        perform(message.map(session::answered).orElseGet(session::confirmed));
    }

    private void threw(Throwable thrown) {
        if (closed) {
            return;
        }
        if (thrown instanceof VerifierException e) {
            fail(e.code(), String.valueOf(e.getMessage()));
        } else if (thrown instanceof CardException e) {
            fail(e.code(), String.valueOf(e.getMessage()));
        } else {
            log.error(
                    "verifier {}: its adapter threw {}",
                    device.name(),
                    thrown.getClass().getName());
            fail(FailureCode.VERIFIER_FAULT, thrown.getClass().getSimpleName());
        }
    }

    /** What the verifier's thread is still busy with is interrupted. */
    private void close() {
        if (!closed) {
            closed = true;
            pending.completeExceptionally(over());
            calls.forEach(call -> call.cancel(true));
            ended.accept(this);
        }
    }

    private CardException over() {
        return new CardException(session.ending(), "the session is over");
    }
}
