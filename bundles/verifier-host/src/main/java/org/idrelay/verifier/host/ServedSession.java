package org.idrelay.verifier.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.CardException;
import org.idrelay.api.verifier.Verifier;
import org.idrelay.api.verifier.VerifierException;
import org.idrelay.link.Link;
import org.idrelay.link.RoleLoop;
import org.idrelay.link.TraceLog;
import org.idrelay.secrecy.SessionWork;
import org.idrelay.wire.CardCommands;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Message;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session with what is around it: its link, its verifier's calls, its timer. Lives on the event loop. */
final class ServedSession {

    private static final Logger log = LoggerFactory.getLogger(ServedSession.class);

    private final HostSession session;
    private final Link link;
    private final String name;
    private final Verifier verifier;
    private final VerifierThread thread;
    private final HostSettings settings;
    private final RoleLoop loop;
    private final TraceLog trace;
    private final Optional<KeyAcceptance> key;
    private final SessionWork work;
    private final CardLimit cards;
    private final Consumer<ServedSession> ended;
    private final RelayedCard card;
    private final List<Future<?>> calls = new ArrayList<>();
    private CompletableFuture<List<CardAnswer>> pending = new CompletableFuture<>();
    private @Nullable Future<?> timer;
    private boolean closed;

    ServedSession(
            HostSession session,
            Link link,
            OfferedVerifier.Device device,
            HostSettings settings,
            RoleLoop loop,
            TraceLog trace,
            SessionKeys keys,
            CardLimit cards,
            Consumer<ServedSession> ended) {
        this.session = session;
        this.link = link;
        name = device.name();
        verifier = device.verifier();
        thread = device.thread();
        this.settings = settings;
        this.loop = loop;
        this.trace = trace;
        key = keys.acceptance();
        work = keys.work();
        this.cards = cards;
        this.ended = ended;
        card = new RelayedCard(
                (commands, answers) -> loop.later(() -> wanted(commands, answers)), 2 * settings.cardAnswerMillis());
    }

    /** Its first message is there: the verifier's side of the session key is made while it may be waiting. */
    void open(Frame first) {
        if (key.isPresent()) {
            KeyAcceptance acceptance = key.get();
            work.add(() -> acceptance.incoming(first), opened -> {}, this::sealFailed);
        }
    }

    /** The verifier is free for it. */
    void begin() {
        perform(session.begin());
    }

    /** A message from the server; one that must not come now, or is malformed, costs the session and not the link. */
    void received(Frame frame) {
        if (key.isEmpty()) {
            opened(frame, frame);
        } else {
            KeyAcceptance acceptance = key.get();
            work.add(() -> acceptance.incoming(frame), open -> opened(open, frame), this::sealFailed);
        }
    }

    private void opened(Frame open, Frame onLink) {
        trace.received(open, onLink, Party.SERVER, name);
        if (open.header().type() == MessageType.FIND_CONFIRM) {
            key.flatMap(KeyAcceptance::agreed).ifPresent(agreed -> trace.agreed(open, agreed.toString()));
        }
        try {
            Step step = session.received(open);
            if (step.call().filter(this::isOneReadTooMany).isPresent()) {
                fail(FailureCode.CARD_LIMIT, "the limit is " + cards.rate());
            } else {
                perform(step);
            }
        } catch (WireException e) {
            fail(e.code(), String.valueOf(e.getMessage()));
        }
    }

    /** With this call the verifier would learn which card it is: the last moment before it reads. */
    private boolean isOneReadTooMany(VerifierCall call) {
        boolean tooMany = call instanceof VerifierCall.ConfirmSelect confirmed && !cards.begins(confirmed.uniqueId());
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
        work.afterAll(then);
    }

    boolean isOf(Link other) {
        return link == other;
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

    private void perform(Step step) {
        step.message().ifPresent(this::send);
        step.answers().ifPresent(pending::complete);
        step.call()
                .ifPresent(call -> calls.add(thread.call(() -> call.on(verifier, card), this::returned, this::threw)));
        watch();
    }

    private void send(Frame frame) {
        if (key.isEmpty()) {
            transmit(frame, frame);
        } else {
            KeyAcceptance acceptance = key.get();
            work.add(() -> acceptance.outgoing(frame), onLink -> transmit(frame, onLink), this::sealFailed);
        }
    }

    private void transmit(Frame frame, Frame onLink) {
        trace.sent(frame, onLink, Party.SERVER, name);
        link.send(onLink);
    }

    private void watch() {
        if (timer != null) {
            timer.cancel(false);
        }
        if (session.state() == HostSession.State.ENDED) {
            close();
        } else if (session.state() == HostSession.State.EXCHANGING) {
            timer = loop.schedule(
                    () -> fail(FailureCode.VERIFIER_RF_TIMEOUT, "no card answers came"), settings.cardAnswerMillis());
        } else if (session.awaitsVerifier()) {
            timer = loop.schedule(
                    () -> fail(FailureCode.VERIFIER_TIMEOUT, "the verifier's call took too long"),
                    settings.verifierCallMillis());
        }
    }

    private void wanted(CardCommands commands, CompletableFuture<List<CardAnswer>> answers) {
        Step step = session.wanted(commands);
        pending = answers;
        perform(step);
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
                    "verifier {}: its adapter threw {}", name, thrown.getClass().getName());
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
