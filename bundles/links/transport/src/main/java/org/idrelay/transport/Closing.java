package org.idrelay.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;

/** Ends a channel so that the peer can read why. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the channel, and that is noticed
final class Closing {

    /** Why a channel ends, as far as it is known. */
    static final AttributeKey<FailureCode> REASON = AttributeKey.valueOf(Closing.class, "reason");

    /** What more is known, for operators of this side. */
    static final AttributeKey<String> DETAIL = AttributeKey.valueOf(Closing.class, "detail");

    /** How long a peer may take to read the reason and close its side. */
    static final int LINGER_MILLIS = 1000;

    private Closing() {}

    /**
     * Writes a failure of the link and closes. Only our half is closed at first: a close with unread bytes would be a reset,
     * and the peer would lose the reason.
     */
    static void tell(Channel channel, FailureCode code, String detail) {
        channel.writeAndFlush(Frame.ofLink(Failure.of(code, detail))).addListener((ChannelFutureListener) written -> {
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            if (!written.isSuccess()) {
                channel.close();
            } else if (tls == null) {
                shutdown(channel);
            } else {
                tls.closeOutbound().addListener(said -> shutdown(channel));
            }
        });
        channel.eventLoop().schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void shutdown(Channel channel) {
        if (channel instanceof SocketChannel socket) {
            socket.shutdownOutput();
        } else {
            channel.close();
        }
    }
}
