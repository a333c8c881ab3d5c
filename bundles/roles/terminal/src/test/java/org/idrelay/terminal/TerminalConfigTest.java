package org.idrelay.terminal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.idrelay.api.settings.SettingException;
import org.idrelay.link.Endpoint;
import org.idrelay.link.LinkHandler;
import org.idrelay.secrecy.Keyring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalConfigTest {

    private static final Path FILE = Path.of("../../../etc/org.idrelay.terminal.cfg");

    @Test
    void theFileHasEveryKeyWithItsDefault() throws IOException {
        Properties file = new Properties();
        try (Reader in = Files.newBufferedReader(FILE)) {
            file.load(in);
        }
        Map<String, String> defaults = new TreeMap<>();
        for (Method key : Terminal.Config.class.getDeclaredMethods()) {
            defaults.put(key.getName(), key.getDefaultValue().toString());
        }

        // the launcher may move ports: what counts is the value without it
        file.replaceAll((key, value) -> value.toString().replaceAll("\\$\\{[^}]*:-([^}]*)}", "$1"));
        assertEquals(defaults, new TreeMap<>(file));
    }

    @Test
    void theDefaultsAreThoseOfTheSettings() {
        Terminal terminal = new Terminal(config(Map.of("tls", "off")), new Keyring());
        Terminal plain = new Terminal(TerminalSettings.defaults("t-01", "127.0.0.1:7201"), new Keyring());

        assertEquals(
                plain.handlers().stream().map(LinkHandler::endpoint).toList(),
                terminal.handlers().stream().map(LinkHandler::endpoint).toList());
        assertEquals("t-01", terminal.terminal());
    }

    @Test
    void severalServersAreDialledInTurn() {
        Endpoint server = new Terminal(config(Map.of("servers", "a:1, b:2 ,")), new Keyring())
                .handlers()
                .get(0)
                .endpoint();

        assertEquals(List.of("a:1", "b:2"), server.addresses());
    }

    @ParameterizedTest
    @CsvSource({
        "order, ahead, literal",
        "commands, list, one",
        "wanted, iris, text-photo",
        "wanted, '', wanted",
        "servers, ' ', servers",
        "sessionKey, no, sessionKey",
        "sessionKeySuites, TLS_NULL, sessionKeySuites",
        "sessionKeySuites, '', sessionKeySuites",
        "tls, perhaps, required"
    })
    void refusesWhatThisVersionCannotDoAndSaysWhat(String key, String value, String named) {
        SettingException refusal =
                assertThrows(SettingException.class, () -> new Terminal(config(Map.of(key, value)), new Keyring()));

        assertNamesFileAndKey(key, refusal);
        assertTrue(refusal.toString().contains(named), refusal::toString);
    }

    @Test
    void refusesANameThatIsNone() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> new Terminal(config(Map.of("identity", "no spaces")), new Keyring()));

        assertTrue(refusal.toString().contains("identity"), refusal::toString);
    }

    @Test
    void aSessionKeyIsOffBetweenPeersOfOneMachineOnly() {
        Map<String, Object> off = Map.of("sessionKey", "off", "servers", "127.0.0.1:1, localhost:2, [::1]:3");
        assertDoesNotThrow(() -> new Terminal(config(off), new Keyring()));

        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> new Terminal(
                        config(Map.of("sessionKey", "off", "servers", "127.0.0.1:1, 127.0.0.1.example.org:2")),
                        new Keyring()));
        assertTrue(refusal.toString().contains("loopback"), refusal::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "pollIntervalMillis, 0",
        "maxRereads, -1",
        "priorityClass, 256",
        "priorityClass, -1",
        "heartbeatMillis, 0",
        "answerTimeoutMillis, 0",
        "readerAnswerMillis, 1700",
        "readerDeviceMillis, 0",
        "rereadPauseMillis, 0"
    })
    void refusesNumbersOutOfRange(String key, int value) {
        SettingException refusal =
                assertThrows(SettingException.class, () -> new Terminal(config(Map.of(key, value)), new Keyring()));

        assertNamesFileAndKey(key, refusal);
    }

    private static void assertNamesFileAndKey(String key, SettingException refusal) {
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.startsWith("etc/org.idrelay.terminal.cfg: %s: ".formatted(key)), message);
    }

    private static Terminal.Config config(Map<String, Object> changed) {
        return (Terminal.Config) Proxy.newProxyInstance(
                Terminal.Config.class.getClassLoader(),
                new Class<?>[] {Terminal.Config.class},
                (proxy, key, arguments) -> changed.getOrDefault(key.getName(), key.getDefaultValue()));
    }
}
