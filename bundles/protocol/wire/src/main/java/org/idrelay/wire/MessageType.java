package org.idrelay.wire;

import java.util.Optional;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;

/** The type byte of a frame, who may originate it, and the decoder it stands for. Adding a message means adding a line. */
public enum MessageType {
    HELLO(0x01, Scope.LINK, Hello::decode),
    WELCOME(0x02, Scope.LINK, Welcome::decode),
    PING(0x03, Scope.LINK, Ping::decode),
    PONG(0x04, Scope.LINK, Pong::decode),
    VERIFIER_ADDED(0x10, Scope.LINK, VerifierAdded::decode),
    VERIFIER_CHANGED(0x11, Scope.LINK, VerifierChanged::decode),
    VERIFIER_REMOVED(0x12, Scope.LINK, VerifierRemoved::decode),
    FIND_REQUEST(0x20, Scope.FROM_TERMINAL, FindRequest::decode),
    FIND_RESPONSE(0x21, Scope.FROM_VERIFIER, FindResponse::decode),
    FIND_CONFIRM(0x22, Scope.FROM_TERMINAL, FindConfirm::decode),
    SELECT_REQUEST(0x23, Scope.FROM_TERMINAL, SelectRequest::decode),
    SELECT_RESPONSE(0x24, Scope.FROM_VERIFIER, SelectResponse::decode),
    SELECT_CONFIRM(0x25, Scope.FROM_TERMINAL, SelectConfirm::decode),
    READ_REQUEST(0x26, Scope.FROM_TERMINAL, ReadRequest::decode),
    CARD_COMMANDS(0x27, Scope.FROM_VERIFIER, CardCommands::decode),
    CARD_ANSWERS(0x28, Scope.FROM_TERMINAL, CardAnswers::decode),
    IDENTITY(0x29, Scope.FROM_VERIFIER, Identity::decode),
    QUEUED(0x30, Scope.FROM_SERVER, Queued::decode),
    RECEIPT(0x31, Scope.FROM_SERVER, Receipt::decode),
    FAILURE(0x3F, Scope.ANY, Failure::decode),
    READER_COMMAND(0x40, Scope.READER, ReaderCommand::decode),
    READER_ANSWER(0x41, Scope.READER, ReaderAnswer::decode);

    /** Between whom a message passes. */
    private enum Scope {
        /** Link peers; no session, no sequence. */
        LINK,
        FROM_TERMINAL,
        FROM_VERIFIER,
        FROM_SERVER,
        /** A terminal and its own reader; no session, but a sequence. */
        READER,
        /** Everybody. */
        ANY
    }

    private interface Decoder {
        Message decode(WireReader clear, WireReader body) throws WireException;
    }

    private final int code;
    private final Scope scope;

    @SuppressWarnings("ImmutableEnumChecker") // a method reference holds no state
    private final Decoder decoder;

    MessageType(int code, Scope scope, Decoder decoder) {
        this.code = code;
        this.scope = scope;
        this.decoder = decoder;
    }

    public int code() {
        return code;
    }

    /** The end of the session that originates this type: terminal, verifier or server; empty if not just one may. */
    public Optional<Party> origin() {
        return switch (scope) {
            case FROM_TERMINAL -> Optional.of(Party.TERMINAL);
            case FROM_VERIFIER -> Optional.of(Party.VERIFIER);
            case FROM_SERVER -> Optional.of(Party.SERVER);
            case LINK, READER, ANY -> Optional.empty();
        };
    }

    static MessageType ofCode(int code) throws WireException {
        for (MessageType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new WireException(FailureCode.TYPE_UNKNOWN, "unknown message type 0x%02X".formatted(code));
    }

    Message decode(Frame frame) throws WireException {
        if (frame.header().sealed()) {
            throw new WireException(FailureCode.SEALED_UNEXPECTED, this + " is still sealed");
        }
        WireReader clear = new WireReader(frame.clear());
        WireReader body = new WireReader(frame.body());
        Message message = decoder.decode(clear, body);
        clear.end();
        body.end();
        return message;
    }

    /** Refuses a header whose session or sequence this type cannot have. */
    void checkHeader(Header header) throws WireException {
        boolean inSession = !header.session().equals(Header.NO_SESSION);
        boolean counted = header.sequence() != Header.NONE;
        boolean good =
                switch (scope) {
                    case LINK -> !inSession && !counted && header.replyTo() == Header.NONE && !header.sealed();
                    case FROM_TERMINAL, FROM_VERIFIER -> inSession && counted;
                    case FROM_SERVER -> inSession && !counted && !header.sealed();
                    case READER -> !inSession && counted && !header.sealed();
                    case ANY -> inSession || !header.sealed();
                };
        if (!good) {
            throw WireException.malformed(this + " with a header of another kind");
        }
    }
}
