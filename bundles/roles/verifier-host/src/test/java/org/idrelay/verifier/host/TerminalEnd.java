package org.idrelay.verifier.host;

import java.util.List;
import java.util.Set;
import org.idrelay.api.Bytes;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.secrecy.Credentials;
import org.idrelay.secrecy.SessionKey;
import org.idrelay.secrecy.Suite;
import org.idrelay.wire.CardAnswers;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Message;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.ReadRequest;
import org.idrelay.wire.SelectConfirm;
import org.idrelay.wire.SelectRequest;
import org.idrelay.wire.WireException;

/** The terminal's end of one session and of its key. */
final class TerminalEnd {

    private static final List<MessageType> ORDER = List.of(
            MessageType.FIND_REQUEST,
            MessageType.FIND_CONFIRM,
            MessageType.SELECT_REQUEST,
            MessageType.SELECT_CONFIRM,
            MessageType.READ_REQUEST,
            MessageType.CARD_ANSWERS);

    final HostsServer server;
    final HostsServer.Lease lease;
    final SessionKey key;

    TerminalEnd(HostsServer server, long term, Credentials credentials, List<Suite> suites) throws WireException {
        this.server = server;
        lease = server.lease(1, term);
        key = SessionKey.ofTerminal(credentials, suites);
    }

    /** Says everything that comes before such a message, and waits until it is due. */
    TerminalEnd upTo(MessageType type) throws WireException {
        for (MessageType each : ORDER.subList(0, ORDER.indexOf(type))) {
            lease.send(due(each));
            if (each == MessageType.FIND_REQUEST) {
                heard(MessageType.FIND_RESPONSE);
            } else if (each == MessageType.SELECT_REQUEST) {
                open(MessageType.SELECT_RESPONSE);
            } else if (each == MessageType.READ_REQUEST) {
                open(MessageType.CARD_COMMANDS);
            }
        }
        return this;
    }

    /** The message that is due, as it must be on the link. */
    Frame due(MessageType type) throws WireException {
        return switch (type) {
            case FIND_REQUEST -> lease.next(lease.request().withHandshake(key.handshake(Bytes.EMPTY)));
            case FIND_CONFIRM -> key.seal(lease.next(confirm()));
            default -> key.seal(lease.next(message(type)));
        };
    }

    /** The same, but not sealed. */
    Frame unsealed(MessageType type) throws WireException {
        return lease.next(type == MessageType.FIND_CONFIRM ? confirm() : message(type));
    }

    /** Waits for such a message. */
    Frame heard(MessageType type) {
        server.until(() -> lease.types().contains(type));
        return lease.heard().stream()
                .filter(frame -> frame.header().type() == type)
                .findFirst()
                .orElseThrow();
    }

    /** Waits for such a message and opens it. */
    Message open(MessageType type) throws WireException {
        return key.open(heard(type)).message();
    }

    private FindConfirm confirm() throws WireException {
        Bytes flight = ((FindResponse) heard(MessageType.FIND_RESPONSE).message()).handshake();
        return new FindConfirm(key.handshake(flight), Bytes.ofHex("5000000000D103860C008080"));
    }

    private static Message message(MessageType type) {
        return switch (type) {
            case SELECT_REQUEST -> new SelectRequest();
            case SELECT_CONFIRM -> new SelectConfirm(Bytes.ofHex("08"), Bytes.ofHex("A1A2A3A4A5A6A7A8"));
            case READ_REQUEST -> new ReadRequest(Set.of(Capability.TEXT_PHOTO), List.of());
            default -> new CardAnswers(List.of(CardAnswer.of(Bytes.ofHex("9000"))));
        };
    }
}
