package org.idrelay.secrecy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Message;
import org.idrelay.wire.SelectResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionKeyTest {

    @TempDir
    static Path folder;

    static Credentials terminal;
    static Credentials host;

    @BeforeAll
    static void keys() throws Exception {
        CertificateAuthority authority = TestKeys.authority();
        terminal = TestKeys.credentials(folder, authority, TestKeys.TERMINAL);
        host = TestKeys.credentials(folder, authority, TestKeys.HOST);
    }

    @ParameterizedTest
    @EnumSource
    void bothEndsHaveTheSameKeyAfterThreeFlights(Suite suite) throws Exception {
        SessionKey client = SessionKey.ofTerminal(terminal, List.of(Suite.values()));
        SessionKey server = SessionKey.ofVerifier(host, List.of(suite));
        Bytes hello = client.handshake(Bytes.EMPTY);
        Bytes flight = server.handshake(hello);
        assertFalse(server.stands());
        Bytes last = client.handshake(flight);
        assertTrue(client.stands());
        Frame confirm = frame(new FindConfirm(last, Bytes.of(new byte[12])), 1);
        Frame sealed = client.seal(confirm);
        assertTrue(server.handshake(last).isEmpty());
        assertTrue(server.stands());
        assertEquals(confirm, server.open(sealed));
        Frame response = frame(new SelectResponse(Bytes.of(new byte[] {4})), 1);
        assertEquals(response, client.open(server.seal(response)));
        assertEquals(client.id(), server.id());
        assertEquals(suite, client.suite());
        assertEquals(TestKeys.HOST, client.peer());
        assertEquals(TestKeys.TERMINAL, server.peer());
    }

    private static Frame frame(Message message, long sequence) {
        return Frame.of(new Header(message.type(), false, new UUID(1, 2), 3, 4, sequence, Header.NONE), message);
    }
}
