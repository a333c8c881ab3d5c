package org.idrelay.terminal;

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
 * The key agreement module (密鑰協商模塊) of one session: handshake records ride on the three messages of step 4 to 10, and
 * with the find response the session key stands that {@link ServerTransceiver} seals and opens with. Called once at a
 * time, by workers where there is a step of the handshake, else on the event loop.
 */
final class KeyAgreement {

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
    private Bytes lastFlight = Bytes.EMPTY;

    /** FIND CONFIRM has left, and with it the last flight: only now the verifier can open what is sealed. */
    private boolean confirmed;

    /** @param identity the terminal's name, which its certificate must have */
    KeyAgreement(SessionKeySettings settings, Keyring keyring, String identity) {
        this.settings = settings;
        this.keyring = keyring;
        this.identity = identity;
    }

    /** Whether the handshake has a step to take with such a message, which takes milliseconds. */
    static boolean takesStep(MessageType type) {
        return type == MessageType.FIND_REQUEST || type == MessageType.FIND_RESPONSE;
    }

    /**
     * A message as it leaves: the first two with their handshake records, from find confirm on sealed.
     *
     * @throws WireException SESSION_KEY_MISSING if it must be sealed and no key stands
     */
    Outgoing outgoing(Header header, Message message) throws WireException {
        return switch (header.type()) {
            case FIND_REQUEST -> request(header, (FindRequest) message);
            case FIND_CONFIRM -> confirm(header, (FindConfirm) message);
            case FAILURE -> failure(header, (Failure) message);
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
                    READER_ANSWER -> sealed(Frame.of(header, message));
        };
    }

    /**
     * A message as it is for the reader's process: open.
     *
     * @throws WireException SESSION_KEY_MISSING if it must be sealed and is not, SEAL_BROKEN or SESSION_KEY_FAILED if server
     *     or verifier are not what they should be
     */
    Frame incoming(Frame frame) throws WireException {
        return switch (frame.header().type()) {
            case FIND_RESPONSE -> response(frame);
            case QUEUED, RECEIPT -> frame;
            case FAILURE -> frame.header().sealed() ? key().open(frame) : frame;
            case SELECT_RESPONSE,
                    CARD_COMMANDS,
                    IDENTITY,
                    FIND_REQUEST,
                    FIND_CONFIRM,
                    SELECT_REQUEST,
                    SELECT_CONFIRM,
                    READ_REQUEST,
                    CARD_ANSWERS,
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

    /** The session key, once it stands. */
    Optional<SessionKey> agreed() {
        return Optional.ofNullable(key).filter(SessionKey::stands);
    }

    private Outgoing request(Header header, FindRequest request) throws WireException {
        Credentials credentials = keyring.of(Role.TERMINAL)
                .filter(own -> own.name().identity().equals(identity))
                .orElseThrow(() ->
                        new WireException(FailureCode.SESSION_KEY_FAILED, "no certificate of terminal " + identity));
        SessionKey begun = SessionKey.ofTerminal(credentials, settings.suites());
        key = begun;
        Frame frame = Frame.of(header, request.withHandshake(begun.handshake(Bytes.EMPTY)));
        return new Outgoing(frame, frame);
    }

    private Frame response(Frame frame) throws WireException {
        FindResponse response = (FindResponse) frame.message();
        if (response.handshake().isEmpty()) {
            throw new WireException(FailureCode.SESSION_KEY_MISSING, "the verifier agrees on no session key");
        }
        lastFlight = key().handshake(response.handshake());
        return frame;
    }

    private Outgoing confirm(Header header, FindConfirm confirm) throws WireException {
        Outgoing sealed = sealed(Frame.of(header, confirm.withHandshake(lastFlight)));
        confirmed = true;
        return sealed;
    }

    /** A failure before the key stands at both ends, or after it broke, goes in the clear and without its words. */
    private Outgoing failure(Header header, Failure failure) throws WireException {
        Frame open = Frame.of(header, failure);
        return confirmed && agreed().isPresent()
                ? sealed(open)
                : new Outgoing(open, Frame.of(header, new Failure(failure.code(), failure.value(), "")));
    }

    private Outgoing sealed(Frame open) throws WireException {
        return new Outgoing(open, key().seal(open));
    }

    private SessionKey key() throws WireException {
        if (key == null) {
            throw new WireException(FailureCode.SESSION_KEY_MISSING, "no key agreement has begun");
        }
        return key;
    }
}
