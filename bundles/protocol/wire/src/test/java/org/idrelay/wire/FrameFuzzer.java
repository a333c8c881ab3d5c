package org.idrelay.wire;

import java.nio.ByteBuffer;

/** What Jazzer calls with every input it thinks of: any bytes are a message that encodes to themselves, or refused. */
public final class FrameFuzzer {

    private FrameFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Frame frame = FrameCodec.decode(ByteBuffer.wrap(input));
            if (!FrameCodec.encode(frame).equals(ByteBuffer.wrap(input))) {
                throw new IllegalStateException("a frame encodes to other bytes than it came from");
            }
            Message message = frame.message();
            if (!Frame.of(frame.header(), message).message().equals(message)) {
                throw new IllegalStateException("a message does not survive encoding");
            }
        } catch (WireException refused) {
            if (refused.code().number() / 100 != 4) {
                throw new IllegalStateException("refused with a code that is not the link's", refused);
            }
        }
    }
}
