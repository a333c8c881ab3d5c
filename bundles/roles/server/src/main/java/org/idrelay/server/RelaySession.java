package org.idrelay.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.operations.ServerOperations.SessionInfo;
import org.idrelay.wire.Failure;
import org.idrelay.wire.FindRequest;
import org.idrelay.wire.FindRequest.Order;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Message;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Queued;
import org.idrelay.wire.Receipt;
import org.idrelay.wire.SessionOrder;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One card read, as the server sees it: from FIND_REQUEST to IDENTITY or FAILURE. Every event is a method that answers
 * what to do. Lives on the event loop.
 */
final class RelaySession {

    private static final Logger log = LoggerFactory.getLogger(RelaySession.class);

    /** Where a session stands. */
    enum State {
        /** No verifier is leased to it: it waits in line, if only for this turn. */
        QUEUED,
        /** It holds a lease, and messages pass both ways. */
        RELAYING,
        /** It is over, and nothing of it passes any more. */
        ENDED
    }

    private final String terminal;
    private final UUID id;
    private final FindRequest request;
    private final long begunMillis;
    private final SessionOrder order;
    private final List<Frame> held = new ArrayList<>();
    private State state = State.QUEUED;
    private @Nullable Lease lease;
    private boolean told;
    private int owed;
    private int position;

    /**
     * A session that nobody serves yet.
     *
     * @param terminal the terminal's identity
     * @param first its FIND_REQUEST
     * @throws WireException if that is malformed, or has another number than the first
     */
    RelaySession(String terminal, Frame first, long nowMillis) throws WireException {
        this.terminal = terminal;
        id = first.header().session();
        request = (FindRequest) first.message();
        begunMillis = nowMillis;
        order = new SessionOrder(request.order());
        order.pass(first.header(), Party.TERMINAL);
        held.add(first);
    }

    /** A message from the terminal, to be passed on or refused. */
    Outcome fromTerminal(Frame frame) throws WireException {
        return switch (state) {
            case QUEUED, RELAYING -> namesLease(frame.header()) ? pass(frame) : wrongTerm(frame.header());
            case ENDED -> Outcome.NOTHING;
        };
    }

    /** A message from the verifier that is leased to this session. */
    Outcome fromVerifier(Frame frame) throws WireException {
        return switch (state) {
            case RELAYING -> answer(frame);
            case QUEUED, ENDED -> Outcome.NOTHING;
        };
    }

    /** The session's place in the line; the terminal hears of it only if it changed. */
    Outcome waits(int newPosition, int estimateMillis) {
        return switch (state) {
            case QUEUED -> {
                if (newPosition == position) {
                    yield Outcome.NOTHING;
                }
                position = newPosition;
                yield Outcome.toTerminal(own(new Queued(newPosition, estimateMillis), 0));
            }
            case RELAYING, ENDED -> Outcome.NOTHING;
        };
    }

    /** A verifier is there: what the terminal sent so far goes to it. */
    Outcome leased(Lease granted) {
        return switch (state) {
            case QUEUED -> {
                lease = granted;
                enter(State.RELAYING, "leased " + granted.verifier() + " term " + granted.term());
                owed = (int) held.stream()
                        .filter(frame -> isQuestion(frame.header().type()))
                        .count();
                yield Outcome.toVerifier(held.stream()
                        .map(frame -> frame.withLease(granted.hostNumber(), granted.term()))
                        .toList());
            }
            case RELAYING, ENDED -> throw new IllegalStateException("a lease for a session that is " + state);
        };
    }

    /** The server ends the session, for whatever reason but a message of the terminal. */
    Outcome failed(FailureCode code, String detail) {
        return failed(code, detail, lease == null ? 0 : Header.NONE);
    }

    /**
     * The server ends the session because of what the terminal sent.
     *
     * @param replyTo the sequence of that message
     */
    Outcome failed(FailureCode code, String detail, long replyTo) {
        Failure failure = Failure.of(code, detail);
        return switch (state) {
            case QUEUED, RELAYING -> {
                List<Frame> toVerifier = lease == null
                        ? List.of()
                        : List.of(own(failure, Header.NONE).withLease(lease.hostNumber(), lease.term()));
                enter(State.ENDED, code.name());
                yield new Outcome(
                        toVerifier, List.of(own(failure, replyTo)), Optional.of(Ending.failed(Party.SERVER, code)));
            }
            case ENDED -> Outcome.NOTHING;
        };
    }

    /** Whether it is the verifier's turn: it owes an answer. */
    boolean awaitsVerifier() {
        return state == State.RELAYING && owed > 0;
    }

    private Outcome pass(Frame frame) throws WireException {
        MessageType type = frame.header().type();
        Optional<Ending> ending = ending(frame, Party.TERMINAL, FailureCode.TERMINAL_GAVE_UP);
        order.pass(frame.header(), Party.TERMINAL);
        ending.ifPresent(last -> enter(State.ENDED, "the terminal's " + type));
        if (lease == null) {
            held.add(frame);
            return new Outcome(List.of(), List.of(), ending);
        }
        if (isQuestion(type)) {
            owed++;
        }
        boolean receipt = request.order() == Order.LITERAL
                && (type == MessageType.FIND_CONFIRM || type == MessageType.SELECT_CONFIRM);
        return new Outcome(
                List.of(frame.withLease(lease.hostNumber(), lease.term())),
                receipt ? List.of(own(new Receipt(), frame.header().sequence())) : List.of(),
                ending);
    }

    private Outcome answer(Frame frame) throws WireException {
        Optional<Ending> ending = ending(frame, Party.VERIFIER, FailureCode.VERIFIER_FAULT);
        order.pass(frame.header(), Party.VERIFIER);
        ending.ifPresent(
                last -> enter(State.ENDED, "the verifier's " + frame.header().type()));
        told = true;
        owed--;
        return new Outcome(List.of(), List.of(underOwnLease(frame)), ending);
    }

    private static Optional<Ending> ending(Frame frame, Party by, FailureCode otherwise) throws WireException {
        return switch (frame.header().type()) {
            case IDENTITY -> Optional.of(Ending.read());
            case FAILURE -> Optional.of(Ending.failed(by, Failure.ofClear(frame).codeOr(otherwise)));
            case FIND_REQUEST, FIND_CONFIRM, SELECT_REQUEST, SELECT_CONFIRM, READ_REQUEST, CARD_ANSWERS ->
                Optional.empty();
            case FIND_RESPONSE, SELECT_RESPONSE, CARD_COMMANDS, QUEUED, RECEIPT -> Optional.empty();
            case HELLO, WELCOME, PING, PONG -> Optional.empty();
            case VERIFIER_ADDED, VERIFIER_CHANGED, VERIFIER_REMOVED, READER_COMMAND, READER_ANSWER -> Optional.empty();
        };
    }

    /** Whether a message asks the verifier for an answer: then it is the verifier's turn. */
    private static boolean isQuestion(MessageType type) {
        return switch (type) {
            case FIND_REQUEST, SELECT_REQUEST, READ_REQUEST, CARD_ANSWERS -> true;
            case FIND_CONFIRM, SELECT_CONFIRM, FAILURE -> false;
            case FIND_RESPONSE, SELECT_RESPONSE, CARD_COMMANDS, IDENTITY, QUEUED, RECEIPT -> false;
            case HELLO, WELCOME, PING, PONG -> false;
            case VERIFIER_ADDED, VERIFIER_CHANGED, VERIFIER_REMOVED, READER_COMMAND, READER_ANSWER -> false;
        };
    }

    /** Before the first answer told it the lease, a terminal names none; what it sent by then may still arrive later. */
    private boolean namesLease(Header header) {
        boolean none = header.verifier() == 0 && header.term() == 0;
        if (lease == null || !told) {
            return none;
        }
        boolean early = header.type() == MessageType.FAILURE
                || (header.type() == MessageType.SELECT_REQUEST && request.order() == Order.AHEAD);
        return (none && early) || (header.verifier() == lease.number() && header.term() == lease.term());
    }

    private Outcome wrongTerm(Header header) {
        return failed(FailureCode.TERM_WRONG, header.type() + " under another lease", header.sequence());
    }

    private Frame own(Message message, long replyTo) {
        return underOwnLease(Frame.of(Header.bare(message.type(), id, Header.NONE, replyTo), message));
    }

    private Frame underOwnLease(Frame frame) {
        return lease == null ? frame : frame.withLease(lease.number(), lease.term());
    }

    /** The only place where the state changes. */
    private void enter(State next, String reason) {
        log.debug("session {}: {} -> {} ({})", id, state, next, reason);
        state = next;
    }

    UUID id() {
        return id;
    }

    State state() {
        return state;
    }

    FindRequest request() {
        return request;
    }

    RoutingRequest routing() {
        return new RoutingRequest(terminal, request.reader(), request.requirements());
    }

    /** The lease, also when the session is over. */
    Optional<Lease> lease() {
        return Optional.ofNullable(lease);
    }

    SessionInfo info(long nowMillis) {
        return new SessionInfo(
                id,
                terminal,
                request.reader(),
                state.name(),
                lease().map(Lease::verifier),
                lease().map(Lease::term).orElse(0L),
                nowMillis - begunMillis);
    }
}
