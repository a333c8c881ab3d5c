package org.idrelay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.FailureCode;
import org.idrelay.link.Endpoint;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.WireException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class GreetingTest {

    private final Endpoint endpoint =
            Peers.accepting("terminals", Endpoint.Limits.DEFAULT, Peers.SILENT).endpoint();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @Test
    void doesNotWaitForeverForAHello() throws WireException {
        channel.freezeTime();
        channel.pipeline().addLast(new Greeting(endpoint, (accepted, agreed) -> {
            throw new AssertionError("nobody greeted");
        }));
        channel.pipeline().fireChannelActive();

        channel.advanceTimeBy(Greeting.GREETING_MILLIS - 1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertNull(channel.readOutbound());

        channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        Frame told = channel.readOutbound();
        assertEquals(
                FailureCode.HELLO_MISSING,
                assertInstanceOf(Failure.class, told.message()).codeOr(FailureCode.LINK_CLOSED));
        assertFalse(channel.isOpen());
    }
}
