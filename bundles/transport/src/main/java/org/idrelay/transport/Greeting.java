package org.idrelay.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Endpoint;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Hello;
import org.idrelay.wire.Message;
import org.idrelay.wire.Role;
import org.idrelay.wire.Welcome;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first exchange on a channel: Hello from the dialling peer, Welcome from the other. Then it gives way to a link. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the channel, and that is noticed
final class Greeting extends ChannelInboundHandlerAdapter {

    static final int VERSION = 1;

    private static final Logger log = LoggerFactory.getLogger(Greeting.class);
    private static final int GREETING_MILLIS = 10_000;

    private final Endpoint endpoint;
    private final LiveLink.Opener opener;
    private @Nullable Future<?> deadline;
    private boolean over;

    Greeting(Endpoint endpoint, LiveLink.Opener opener) {
        this.endpoint = endpoint;
        this.opener = opener;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (dialled()) {
            context.writeAndFlush(Frame.ofLink(
                    new Hello(VERSION, VERSION, endpoint.self(), endpoint.identity(), RelayTransport.SOFTWARE)));
        }
        deadline = context.executor()
                .schedule(
                        () -> refuse(context, FailureCode.HELLO_MISSING, "nothing came"),
                        GREETING_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        if (over) {
            return;
        }
        try {
            Message message = ((Frame) read).message();
            if (dialled() && message instanceof Welcome welcome) {
                welcomed(context, welcome);
            } else if (!dialled() && message instanceof Hello hello) {
                welcome(context, hello);
            } else if (message instanceof Failure failure) {
                over = true;
                log.warn(
                        "{}: refused by {}: {}",
                        endpoint.name(),
                        address(context),
                        failure.codeOr(FailureCode.LINK_CLOSED));
                context.close();
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
        } else {
            log.debug(
                    "{}: {} while greeting {}",
                    endpoint.name(),
                    thrown.getClass().getName(),
                    address(context));
            context.close();
        }
    }

    /** Idleness is the live link's business; the greeting has a deadline of its own. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {}

    private void welcome(ChannelHandlerContext context, Hello hello) {
        if (hello.minVersion() > VERSION || hello.maxVersion() < VERSION) {
            refuse(context, FailureCode.VERSION_UNSUPPORTED, "this side speaks version " + VERSION);
        } else if (hello.role() != endpoint.peer()) {
            refuse(context, FailureCode.ROLE_REFUSED, "this port serves a " + endpoint.peer());
        } else {
            context.writeAndFlush(Frame.ofLink(new Welcome(
                    VERSION,
                    endpoint.self(),
                    endpoint.identity(),
                    RelayTransport.SOFTWARE,
                    endpoint.limits().heartbeatMillis(),
                    endpoint.limits().maxFrameLength(),
                    endpoint.limits().maxSessions())));
            open(context, hello.role(), hello.identity());
        }
    }

    private void welcomed(ChannelHandlerContext context, Welcome welcome) {
        if (welcome.version() != VERSION) {
            refuse(context, FailureCode.VERSION_UNSUPPORTED, "this side speaks version " + VERSION);
        } else if (welcome.role() != endpoint.peer()) {
            refuse(context, FailureCode.ROLE_REFUSED, "a " + endpoint.peer() + " was dialled");
        } else {
            open(context, welcome.role(), welcome.identity());
        }
    }

    private void open(ChannelHandlerContext context, Role role, String identity) {
        finish();
        LiveLink link = opener.create(context.channel(), role, identity);
        context.pipeline().replace(this, "link", link);
        link.open();
    }

    private void refuse(ChannelHandlerContext context, FailureCode code, @Nullable String detail) {
        if (!over) {
            over = true;
            log.warn("{}: refuses {}: {}", endpoint.name(), address(context), code);
            Closing.tell(context.channel(), code, detail == null ? "" : detail);
        }
    }

    private void finish() {
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
