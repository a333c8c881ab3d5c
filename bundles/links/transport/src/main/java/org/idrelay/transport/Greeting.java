package org.idrelay.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.CertificateException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.idrelay.api.FailureCode;
import org.idrelay.link.Endpoint;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Hello;
import org.idrelay.wire.Message;
import org.idrelay.wire.Welcome;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first exchange on a channel: Hello from the dialling peer, Welcome from the other. Then it gives way to a link. Lives on
 * the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the channel, and that is noticed
final class Greeting extends ChannelInboundHandlerAdapter {

    static final int VERSION = 1;
    static final int GREETING_MILLIS = 10_000;

    /** What peers see of us. */
    private static final String SOFTWARE = "IdRelay 1";

    private static final Logger log = LoggerFactory.getLogger(Greeting.class);

    /** Makes the link of a channel whose greeting is done. */
    interface LinkMaker {
        LiveLink make(Channel channel, Agreed agreed);
    }

    private final Endpoint endpoint;
    private final LinkMaker links;
    private @Nullable Future<?> deadline;
    private boolean over;

    Greeting(Endpoint endpoint, LinkMaker links) {
        this.endpoint = endpoint;
        this.links = links;
    }

    /** Ends here: camel-netty's handler would enter the channel among those that it closes with the route. */
    @Override
    public void channelActive(ChannelHandlerContext context) {
        deadline = context.executor()
                .schedule(
                        () -> refuse(context, FailureCode.HELLO_MISSING, "nothing came"),
                        GREETING_MILLIS,
                        TimeUnit.MILLISECONDS);
        if (endpoint.security() == Endpoint.Security.PLAIN) {
            greet(context);
        }
    }

    /** The TLS handshake is done: only now anything is said or heard. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
            greet(context);
        } else if (event instanceof SslHandshakeCompletionEvent done) {
            insecure(context, done.cause());
        }
    }

    private void greet(ChannelHandlerContext context) {
        if (dialled()) {
            Endpoint.Self self = endpoint.self();
            context.writeAndFlush(Frame.ofLink(new Hello(VERSION, VERSION, self.role(), self.identity(), SOFTWARE)));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        if (over) {
            return;
        }
        try {
            Message message = ((Frame) read).message();
            if (message instanceof Hello hello && !dialled()) {
                welcome(context, hello);
            } else if (message instanceof Welcome welcome && dialled()) {
                welcomed(context, welcome);
            } else if (message instanceof Failure failure) {
                refused(context, failure.codeOr(FailureCode.LINK_CLOSED));
            } else {
                refuse(context, FailureCode.HELLO_MISSING, "the first message was " + message.type());
            }
        } catch (WireException e) {
            refuse(context, e.code(), e.getMessage());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        finish();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        if (thrown.getCause() instanceof WireException e) {
            refuse(context, e.code(), e.getMessage());
        } else if (thrown.getCause() instanceof SSLException e) {
            insecure(context, e); // in TLS 1.3 the dialling side hears of its refusal only now
        } else {
            log.debug("{}: {} while greeting {}", endpoint.name(), thrown.getClass(), address(context));
            context.close();
        }
    }

    private void welcome(ChannelHandlerContext context, Hello hello) {
        Endpoint.Limits limits = endpoint.limits();
        if (hello.minVersion() > VERSION || hello.maxVersion() < VERSION) {
            refuse(context, FailureCode.VERSION_UNSUPPORTED, "this side speaks version " + VERSION);
        } else if (hello.role() != endpoint.peer()) {
            refuse(context, FailureCode.ROLE_REFUSED, "this port serves a " + endpoint.peer());
        } else if (!isCertified(context, hello.identity())) {
            refuse(context, FailureCode.IDENTITY_REFUSED, "Hello and certificate name different peers");
        } else {
            context.writeAndFlush(Frame.ofLink(new Welcome(
                    VERSION,
                    endpoint.self().role(),
                    endpoint.self().identity(),
                    SOFTWARE,
                    limits.heartbeatMillis(),
                    limits.maxFrameLength(),
                    limits.maxSessions())));
            open(
                    context,
                    new Agreed(hello.role(), hello.identity(), limits.heartbeatMillis(), limits.maxFrameLength()));
        }
    }

    private void welcomed(ChannelHandlerContext context, Welcome welcome) {
        if (welcome.version() != VERSION) {
            refuse(context, FailureCode.VERSION_UNSUPPORTED, "this side speaks version " + VERSION);
        } else if (welcome.role() != endpoint.peer()) {
            refuse(context, FailureCode.ROLE_REFUSED, "a " + endpoint.peer() + " was dialled");
        } else if (!isCertified(context, welcome.identity())) {
            refuse(context, FailureCode.IDENTITY_REFUSED, "Welcome and certificate name different peers");
        } else if (welcome.heartbeatMillis() == 0) {
            refuse(context, FailureCode.FRAME_MALFORMED, "a heartbeat of 0");
        } else {
            open(
                    context,
                    new Agreed(
                            welcome.role(),
                            welcome.identity(),
                            welcome.heartbeatMillis(),
                            Math.min(welcome.maxFrameLength(), endpoint.limits().maxFrameLength())));
        }
    }

    private void open(ChannelHandlerContext context, Agreed agreed) {
        finish();
        LiveLink link = links.make(context.channel(), agreed);
        Pipeline.greeted(context.pipeline(), this, link, agreed.heartbeatMillis());
        link.open();
    }

    /** Whether the peer's certificate, where there is TLS, is of that identity. */
    private static boolean isCertified(ChannelHandlerContext context, String identity) {
        try {
            return LinkTls.peerOf(context.channel())
                    .map(peer -> peer.identity().equals(identity))
                    .orElse(true);
        } catch (CertificateException e) {
            return false;
        }
    }

    private void insecure(ChannelHandlerContext context, Throwable cause) {
        if (!over) {
            over = true;
            String reason = RootCause.of(cause);
            context.channel().attr(Closing.REASON).set(FailureCode.TLS_FAILED);
            context.channel().attr(Closing.DETAIL).set(reason);
            log.info("{}: TLS with {} failed: {}", endpoint.name(), address(context), reason);
        }
        context.close();
    }

    private void refused(ChannelHandlerContext context, FailureCode code) {
        over = true;
        context.channel().attr(Closing.REASON).set(code);
        log.debug("{}: refused by {}: {}", endpoint.name(), address(context), code);
        context.close();
    }

    private void refuse(ChannelHandlerContext context, FailureCode code, @Nullable String detail) {
        if (!over) {
            over = true;
            context.channel().attr(Closing.REASON).set(code);
            log.warn("{}: refuses {}: {} ({})", endpoint.name(), address(context), code, detail);
            Closing.tell(context.channel(), code, detail == null ? "" : detail);
        }
    }

    private void finish() {
        over = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private boolean dialled() {
        return endpoint.mode() == Endpoint.Mode.DIAL;
    }

    private static String address(ChannelHandlerContext context) {
        return String.valueOf(context.channel().remoteAddress());
    }
}
