package org.idrelay.secrecy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.idrelay.api.Bytes;
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
        Bytes sealed = client.seal(Bytes.of(new byte[] {1, 2, 3}));
        assertTrue(server.handshake(last).isEmpty());
        assertTrue(server.stands());
        assertEquals(Bytes.of(new byte[] {1, 2, 3}), server.open(sealed));
        assertEquals(Bytes.of(new byte[] {4}), client.open(server.seal(Bytes.of(new byte[] {4}))));
        assertEquals(client.id(), server.id());
        assertEquals(suite, client.suite());
        assertEquals(TestKeys.HOST, client.peer());
        assertEquals(TestKeys.TERMINAL, server.peer());
        System.out.println(
                suite + " " + hello.length() + " " + flight.length() + " " + last.length() + " " + sealed.length());
    }
}
