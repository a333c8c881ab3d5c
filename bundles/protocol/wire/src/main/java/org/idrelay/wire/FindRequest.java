package org.idrelay.wire;

import java.util.Set;
import org.idrelay.api.Bytes;
import org.idrelay.api.verifier.Capability;

/**
 * Steps 4 and 5, a session's first message: exactly here the server admits, routes and leases. Clear.
 *
 * @param reader the reader's name. 1 length byte, then 1 to 64 bytes
 * @param stayMillis how long the card is likely to stay: the deadline in the queue. 4 bytes
 * @param priorityClass 0 is served first among those that wait. 1 byte
 * @param order 0 literal, 1 ahead. 1 byte
 * @param requirements what the verifier must be able to read, as in VerifierAdded. 2 bytes
 * @param handshake the session key's first handshake records; empty without one. 2 length bytes, then the rest
 */
public record FindRequest(
        String reader, int stayMillis, int priorityClass, Order order, Set<Capability> requirements, Bytes handshake)
        implements Message {

    /** Which order of steps the terminal keeps. */
    public enum Order {
        /** Steps 1 to 28 exactly; the server sends a Receipt after 10 and 19. */
        LITERAL(0),
        /** SELECT REQUEST leaves together with FIND REQUEST. */
        AHEAD(1);

        private final int code;

        Order(int code) {
            this.code = code;
        }

        static Order ofCode(int code) throws WireException {
            return WireReader.coded(values(), order -> order.code, code);
        }
    }

    /** The same message with other handshake records. */
    public FindRequest withHandshake(Bytes records) {
        return new FindRequest(reader, stayMillis, priorityClass, order, requirements, records);
    }

    @Override
    public MessageType type() {
        return MessageType.FIND_REQUEST;
    }

    @Override
    public void encodeClear(WireWriter out) {
        out.text(reader).u32(stayMillis).u8(priorityClass).u8(order.code);
        out.capabilities(requirements).bytes(handshake);
    }

    static FindRequest decode(WireReader clear, WireReader body) throws WireException {
        return new FindRequest(
                clear.name(), clear.u31(), clear.u8(), Order.ofCode(clear.u8()), clear.capabilities(), clear.bytes());
    }
}
