package org.idrelay.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.idrelay.api.settings.SettingException;
import org.idrelay.api.settings.Settings;
import org.idrelay.link.Endpoint.Limits;
import org.idrelay.link.Endpoint.Mode;
import org.idrelay.link.Endpoint.Security;
import org.idrelay.link.Endpoint.Self;
import org.idrelay.wire.Role;
import org.junit.jupiter.api.Test;

class EndpointTest {

    private static final Self SERVER = new Self(Role.SERVER, "server-1");

    @Test
    void aPortIsListenedOnAndAPeerIsDialled() {
        Endpoint accepting =
                Endpoint.accept("terminals", SERVER, Role.TERMINAL, "0.0.0.0:7300", Security.TLS, Limits.DEFAULT);
        assertEquals(Mode.ACCEPT, accepting.mode());
        assertEquals(List.of("0.0.0.0:7300"), accepting.addresses());
        Endpoint dialling = Endpoint.dial(
                "host-a", SERVER, Role.VERIFIER_HOST, List.of("a:1", "b:1"), Security.TLS, Limits.DEFAULT);
        assertEquals(Mode.DIAL, dialling.mode());
        assertEquals(List.of("a:1", "b:1"), dialling.addresses());
    }

    @Test
    void readersNeedNeitherAddressNorTls() {
        Endpoint readers = Endpoint.readers("readers", new Self(Role.TERMINAL, "t-01"), 1234);
        assertEquals(1234, readers.limits().callMillis());
        assertEquals(Mode.READERS, readers.mode());
        assertEquals(Role.READER, readers.peer());
        assertEquals(List.of(), readers.addresses());
    }

    @Test
    void withoutTlsNobodyElsesMachineIsReached() {
        for (String address : List.of("127.0.0.1:7300", "localhost:1", "[::1]:7300", "127.1.2.3:0")) {
            Endpoint.accept("terminals", SERVER, Role.TERMINAL, address, Security.PLAIN, Limits.DEFAULT);
        }
        for (String address : List.of("0.0.0.0:7300", "localhost.example:1", "10.127.0.0:1")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Endpoint.accept("terminals", SERVER, Role.TERMINAL, address, Security.PLAIN, Limits.DEFAULT),
                    address);
        }
    }

    @Test
    void whoDialsHasSomebodyToDial() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Endpoint.dial("server", SERVER, Role.SERVER, List.of(), Security.TLS, Limits.DEFAULT));
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Self(Role.TERMINAL, "t 01"));
        assertThrows(IllegalArgumentException.class, () -> Endpoint.readers("a/b", SERVER, 1700));
    }

    @Test
    void whatTlsSaysIsRequiredOrOff() {
        Settings file = new Settings("etc/x.cfg");
        assertEquals(Security.TLS, Security.of(file, "required"));
        assertEquals(Security.PLAIN, Security.of(file, "off"));
        SettingException refused = assertThrows(SettingException.class, () -> Security.of(file, "on"));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("etc/x.cfg: tls: "), refused.getMessage());
    }
}
