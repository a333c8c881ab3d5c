package org.idrelay.load;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Hello;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Role;
import org.idrelay.wire.Welcome;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;

/** Keeps a terminal's connection to a server: dials, greets, and dials again when it is lost. Lives on the loop. */
final class Calling implements FrameChannel.Speaker {

    private static final int REDIAL_MILLIS = 100;

    /** Whose connection it is. */
    interface Caller {

        /** Sessions can be opened. */
        void welcomed(FrameChannel channel);

        /** Anything but WELCOME. */
        void received(FrameChannel channel, Frame frame) throws WireException;

        /** There is no connection any more, or none came about. */
        void lost();
    }

    private final SelectorLoop loop;
    private final SocketAddress server;
    private final String identity;
    private final Random random;
    private final Caller caller;
    private @Nullable FrameChannel connected;
    private boolean ended;

    Calling(SelectorLoop loop, SocketAddress server, String identity, Random random, Caller caller) {
        this.loop = loop;
        this.server = server;
        this.identity = identity;
        this.random = random;
        this.caller = caller;
    }

    void dial() {
        if (ended) {
            return;
        }
        try {
            FrameChannel.dial(loop, server, this);
        } catch (IOException e) {
            dialLater();
        }
    }

    void end() {
        ended = true;
        if (connected != null) {
            connected.close();
        }
    }

    boolean isEnded() {
        return ended;
    }

    private void dialLater() {
        connected = null;
        caller.lost();
        int millis = REDIAL_MILLIS + random.nextInt(REDIAL_MILLIS);
        loop.after(TimeUnit.MILLISECONDS.toNanos(millis), this::dial);
    }

    @Override
    public void opened(FrameChannel channel) {
        connected = channel;
        channel.send(Frame.ofLink(new Hello(1, 1, Role.TERMINAL, identity, "load")));
    }

    @Override
    public void received(FrameChannel channel, Frame frame) throws WireException {
        if (frame.header().type() == MessageType.WELCOME) {
            channel.beat(((Welcome) frame.message()).heartbeatMillis());
            caller.welcomed(channel);
        } else {
            caller.received(channel, frame);
        }
    }

    @Override
    public void closed(FrameChannel channel) {
        dialLater();
    }
}
