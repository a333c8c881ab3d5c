package org.idrelay.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.idrelay.api.FailureCode;
import org.idrelay.link.Endpoint;
import org.idrelay.link.Link;
import org.idrelay.secrecy.Keyring;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class QueueLimitTest {

    private static final int BODY_LENGTH = 60_000;

    private final RelayTransport transport = new RelayTransport(new Keyring());
    private final Endpoint.Limits limits = new Endpoint.Limits(65_536, 1, 1 << 20, 60_000);
    private final Peers server = Peers.accepting("terminals", limits, Link::send);

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void endsTheLinkOfAPeerThatDoesNotReadAndNoOther() {
        transport.add(server);
        int port = transport.boundPort("terminals");
        RawPeer slow = RawPeer.greeted(port, "slow");
        try (RawPeer other = RawPeer.greeted(port, "other")) {
            await().until(() -> server.opened.size() == 2);
            Link link = server.opened.get(0);
            assertEquals("slow", link.peer());
            int sent = 0;
            while (server.closed.isEmpty() && sent < 2000) { // 120 MB: more than any socket buffer
                link.send(Frames.numbered(sent++, BODY_LENGTH));
            }
            await().until(() -> !server.closed.isEmpty());
            assertEquals(List.of(FailureCode.QUEUE_LIMIT), server.closed);

            other.send(Frames.numbered(7));
            assertEquals(7, other.frame().header().sequence());
        }
        slow.close();
    }

    @Test
    void keepsALinkWhosePeerReadsInTime() {
        transport.add(server);
        try (RawPeer peer = RawPeer.greeted(transport.boundPort("terminals"), "raw")) {
            await().until(() -> server.opened.size() == 1);
            for (int i = 0; i < 100; i++) { // six times the limit in all
                server.opened.get(0).send(Frames.numbered(i, BODY_LENGTH));
                assertEquals(i, peer.frame().header().sequence());
            }
            assertEquals(List.of(), server.closed);
        }
    }
}
