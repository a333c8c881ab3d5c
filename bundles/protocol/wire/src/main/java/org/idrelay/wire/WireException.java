package org.idrelay.wire;

import java.io.Serial;
import org.idrelay.api.FailureCode;

/** The peer broke the protocol: bytes that are no message, or a message that may not come now. The link is closed. */
public final class WireException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    /** With a message for operators that names types and lengths, never content. */
    public WireException(FailureCode code, String message) {
        super(message);
        this.code = code;
    }

    /** The code that the peer is told before the link is closed. */
    public FailureCode code() {
        return code;
    }

    static WireException malformed(String message) {
        return new WireException(FailureCode.FRAME_MALFORMED, message);
    }
}
