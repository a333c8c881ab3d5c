package org.idrelay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.util.Arrays;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Frame;
import org.idrelay.wire.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class FrameDecoderTest {

    private static final int MAX_FRAME_LENGTH = 200;

    private final EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(MAX_FRAME_LENGTH));
    private final byte[] first = RawPeer.bytes(Frames.numbered(1, 20));
    private final byte[] second = RawPeer.bytes(Frames.numbered(2, 30));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void putsFramesTogetherThatWereCutAtAnyByte() {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        for (int cut = 0; cut <= both.length; cut++) {
            receive(Arrays.copyOfRange(both, 0, cut));
            receive(Arrays.copyOfRange(both, cut, both.length));
            assertEquals(1, sequence(), "cut at " + cut);
            assertEquals(2, sequence(), "cut at " + cut);
            assertNull(channel.readInbound());
        }
    }

    @Test
    void putsFramesTogetherThatCameByteByByte() {
        for (byte next : first) {
            assertNull(channel.readInbound());
            receive(new byte[] {next});
        }
        assertEquals(1, sequence());
    }

    @Test
    void takesTheLongestFrameAndRefusesOneByteMore() {
        int overhead = RawPeer.bytes(Frames.numbered(0, 0)).length;
        receive(RawPeer.bytes(Frames.numbered(3, MAX_FRAME_LENGTH - overhead)));
        assertEquals(3, sequence());
        assertRefused(FailureCode.FRAME_TOO_LONG, RawPeer.bytes(Frames.numbered(4, MAX_FRAME_LENGTH - overhead + 1)));
    }

    @Test
    void refusesALengthAsSoonAsItIsThere() {
        assertRefused(FailureCode.FRAME_TOO_LONG, new byte[] {0x7F, -1, -1, -1});
    }

    @Test
    void readsNothingBehindABadFrame() {
        assertRefused(FailureCode.FRAME_MALFORMED, new byte[] {0, 0, 0, 1});
        assertFalse(channel.writeInbound(Unpooled.wrappedBuffer(first)));
        assertNull(channel.readInbound());
    }

    private void assertRefused(FailureCode code, byte[] bytes) {
        DecoderException thrown = assertThrows(DecoderException.class, () -> receive(bytes));
        assertEquals(
                code, assertInstanceOf(WireException.class, thrown.getCause()).code());
    }

    private void receive(byte[] bytes) {
        ByteBuf buffer = channel.alloc().buffer(bytes.length + 1).writeBytes(bytes);
        channel.writeInbound(buffer);
    }

    private long sequence() {
        Frame frame = channel.readInbound();
        return frame.header().sequence();
    }
}
