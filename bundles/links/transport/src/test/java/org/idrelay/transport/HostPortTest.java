package org.idrelay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

    @Test
    void readsHostAndPort() {
        assertEquals(new HostPort("127.0.0.1", 7201), HostPort.of("127.0.0.1:7201"));
        assertEquals(new HostPort("[::1]", 65_535), HostPort.of(" [::1] : 65535 "));
        assertEquals("server.example:0", HostPort.of("server.example:0").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7201", ":7201", "host", "host:", "host:seven", "host:-1", "host:65536"})
    void quotesASettingThatIsNone(String address) {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> HostPort.of(address));
        assertEquals("no HOST:PORT: " + address, thrown.getMessage());
    }
}
