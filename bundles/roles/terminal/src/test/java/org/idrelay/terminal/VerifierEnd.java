package org.idrelay.terminal;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.idrelay.api.Bytes;
import org.idrelay.secrecy.Credentials;
import org.idrelay.secrecy.SessionKey;
import org.idrelay.secrecy.Suite;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.FindRequest;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Frame;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.WireException;

/** The verifier's end of session keys, behind a server that can be told to change what passes. */
final class VerifierEnd {

    private final Credentials credentials;
    private final List<Suite> suites;
    private final Map<UUID, SessionKey> keys = new HashMap<>();
    private final Map<UUID, Bytes> flights = new HashMap<>();
    private final Map<MessageType, UnaryOperator<Frame>> changes = new EnumMap<>(MessageType.class);

    VerifierEnd(Credentials credentials, List<Suite> suites) {
        this.credentials = credentials;
        this.suites = suites;
    }

    /** Does so to such messages on their way to the terminal, sealed as they are. */
    VerifierEnd changing(MessageType type, UnaryOperator<Frame> change) {
        changes.put(type, change);
        return this;
    }

    /** The key of the newest session that agreed on one. */
    Optional<SessionKey> agreed() {
        return keys.values().stream().filter(SessionKey::stands).reduce((earlier, later) -> later);
    }

    /** A message from the terminal, open. */
    Frame incoming(Frame frame) {
        UUID session = frame.header().session();
        try {
            return switch (frame.header().type()) {
                case FIND_REQUEST -> {
                    SessionKey key = SessionKey.ofVerifier(credentials, suites);
                    keys.put(session, key);
                    flights.put(session, key.handshake(((FindRequest) frame.message()).handshake()));
                    yield frame;
                }
                case FIND_CONFIRM -> {
                    key(session).handshake(FindConfirm.handshakeOf(frame));
                    yield key(session).open(frame);
                }
                default -> frame.header().sealed() ? key(session).open(frame) : frame;
            };
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    /** A message to the terminal, as it is on the link. */
    Frame outgoing(Frame frame) {
        UUID session = frame.header().session();
        UnaryOperator<Frame> change = changes.getOrDefault(frame.header().type(), UnaryOperator.identity());
        try {
            return change.apply(
                    switch (frame.header().type()) {
                        case FIND_RESPONSE ->
                            Frame.of(
                                    frame.header(),
                                    ((FindResponse) frame.message())
                                            .withHandshake(requireNonNull(flights.get(session))));
                        case RECEIPT, QUEUED, FAILURE -> frame;
                        default -> key(session).seal(frame);
                    });
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private SessionKey key(UUID session) {
        return requireNonNull(keys.get(session));
    }
}
