package org.idrelay.verifier.host;

import java.util.Optional;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.secrecy.Credentials;
import org.idrelay.secrecy.Keyring;
import org.idrelay.secrecy.SessionKey;
import org.idrelay.secrecy.SessionKeySettings;
import org.idrelay.wire.Failure;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.FindRequest;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Message;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Role;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * The verifier's counterpart of the terminal's key agreement, for one session: takes the handshake records that ride on
 * find request and find confirm, and from then on opens what comes and seals what goes. Called once at a time, by workers
 * where there is a handshake, else on the event loop.
 */
final class KeyAcceptance {

    /**
     * A message that is ready to leave.
     *
     * @param open as only its two ends read it
     * @param onLink as it is sent
     */
    record Outgoing(Frame open, Frame onLink) {}

    private final SessionKeySettings settings;
    private final Keyring keyring;
    private final String identity;
    private @Nullable SessionKey key;
    private Bytes flight = Bytes.EMPTY;

    /** @param identity the host's name, which its certificate must have */
    KeyAcceptance(SessionKeySettings settings, Keyring keyring, String identity) {
        this.settings = settings;
        this.keyring = keyring;
        this.identity = identity;
    }

    /** Whether such a message brings handshake records, which take milliseconds. */
    static boolean bringsHandshake(MessageType type) {
        return type == MessageType.FIND_REQUEST || type == MessageType.FIND_CONFIRM;
    }

    /**
     * A message from the terminal, open; the server's own failure as it is.
     *
     * @throws WireException SESSION_KEY_MISSING if it must be sealed and is not, SEAL_BROKEN or SESSION_KEY_FAILED if server
     *     or terminal are not what they should be
     */
    Frame incoming(Frame frame) throws WireException {
        return switch (frame.header().type()) {
            case FIND_REQUEST -> request(frame);
            case FIND_CONFIRM -> confirm(frame);
            case FAILURE -> frame.header().sealed() ? key().open(frame) : frame;
            case SELECT_REQUEST,
                    SELECT_CONFIRM,
                    READ_REQUEST,
                    CARD_ANSWERS,
                    FIND_RESPONSE,
                    SELECT_RESPONSE,
                    CARD_COMMANDS,
                    IDENTITY,
                    QUEUED,
                    RECEIPT,
                    HELLO,
                    WELCOME,
                    PING,
                    PONG,
                    VERIFIER_ADDED,
                    VERIFIER_CHANGED,
                    VERIFIER_REMOVED,
                    READER_COMMAND,
                    READER_ANSWER -> key().open(frame);
        };
    }

    /** A message as it leaves: find response with the verifier's handshake records, what follows sealed. */
    Outgoing outgoing(Header header, Message message) throws WireException {
        if (message instanceof FindResponse response) {
            Frame frame = Frame.of(header, response.withHandshake(flight));
            return new Outgoing(frame, frame);
        }
        Frame open = Frame.of(header, message);
        if (message instanceof Failure failure && agreed().isEmpty()) {
            return new Outgoing(open, Frame.of(header, new Failure(failure.code(), failure.value(), "")));
        }
        return new Outgoing(open, key().seal(open));
    }

    /** The session key, once it stands. */
    Optional<SessionKey> agreed() {
        return Optional.ofNullable(key).filter(SessionKey::stands);
    }

    private Frame request(Frame frame) throws WireException {
        Bytes hello = ((FindRequest) frame.message()).handshake();
        if (hello.isEmpty()) {
            throw new WireException(FailureCode.SESSION_KEY_MISSING, "the terminal offers no session key");
        }
        Credentials credentials = keyring.of(Role.VERIFIER_HOST)
                .filter(own -> own.name().identity().equals(identity))
                .orElseThrow(() -> new WireException(
                        FailureCode.SESSION_KEY_FAILED, "no certificate of verifier host " + identity));
        key = SessionKey.ofVerifier(credentials, settings.suites());
        flight = key().handshake(hello);
        return frame;
    }

    /** Its clear part completes the handshake; its body is the first that is sealed. */
    private Frame confirm(Frame frame) throws WireException {
        if (key().stands()) {
            throw new WireException(FailureCode.SEAL_BROKEN, "a second find confirm");
        }
        key().handshake(FindConfirm.handshakeOf(frame));
        return key().open(frame);
    }

    private SessionKey key() throws WireException {
        if (key == null) {
            throw new WireException(FailureCode.SESSION_KEY_MISSING, "no key agreement has begun");
        }
        return key;
    }
}
