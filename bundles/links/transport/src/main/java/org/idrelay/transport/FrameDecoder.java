package org.idrelay.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.idrelay.wire.Frame;
import org.idrelay.wire.FrameCodec;
import org.idrelay.wire.WireException;

/** Cuts the stream into frames. A length is checked before its bytes are awaited; behind a bad frame nothing is read. */
final class FrameDecoder extends ByteToMessageDecoder {

    private final int maxFrameLength;
    private boolean broken;

    FrameDecoder(int maxFrameLength) {
        this.maxFrameLength = maxFrameLength;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws WireException {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < FrameCodec.LENGTH_SIZE) {
            return;
        }
        try {
            long announced = in.getUnsignedInt(in.readerIndex());
            int length = FrameCodec.LENGTH_SIZE + FrameCodec.checkedLength(announced, maxFrameLength);
            if (in.readableBytes() >= length) {
                Frame frame = FrameCodec.decode(in.nioBuffer(in.readerIndex(), length));
                in.skipBytes(length);
                out.add(frame);
            }
        } catch (WireException e) {
            broken = true;
            throw e;
        }
    }
}
