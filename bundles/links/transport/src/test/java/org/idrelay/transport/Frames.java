package org.idrelay.transport;

import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Message;

/** Frames of a session, told apart by their sequence. */
final class Frames {

    private static final UUID SESSION = new UUID(1, 2);

    private Frames() {}

    static Frame numbered(long sequence) {
        return numbered(sequence, 1);
    }

    /** @param bodyLength bytes of the body */
    static Frame numbered(long sequence, int bodyLength) {
        Message message = new FindConfirm(Bytes.EMPTY, Bytes.of(new byte[bodyLength]));
        return Frame.of(Header.bare(message.type(), SESSION, sequence, 0).withLease(1, 1), message);
    }
}
