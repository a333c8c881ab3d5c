package org.idrelay.api.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.idrelay.api.verifier.Capability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SettingsTest {

    private final Settings settings = Settings.of("org.idrelay.terminal");

    @Test
    void readsListsAsPeopleWriteThem() {
        assertEquals(List.of("a", "b", "c"), Settings.list(" a, b\tc ,,"));
        assertEquals(List.of(), Settings.list(""));
        assertEquals(List.of(), Settings.list(" , "));
    }

    @Test
    void readsConstantsByTheirWords() {
        assertEquals(Capability.TEXT_PHOTO, settings.choice("wanted", "text-photo", Capability.class));
        assertEquals(
                Set.of(Capability.ADDRESS, Capability.FINGERPRINT),
                settings.choices("wanted", "fingerprint, address", Capability.class));
        assertEquals(Set.of(), settings.choices("wanted", " ", Capability.class));
    }

    @Test
    void refusesByFileAndKeyAndSaysWhatWouldDo() {
        refused(
                "etc/org.idrelay.terminal.cfg: wanted: photo is none of text-photo, fingerprint, address",
                () -> settings.choices("wanted", "text-photo,photo", Capability.class));
        refused(
                "etc/org.idrelay.terminal.cfg: priorityClass: 256 is not from 0 to 255",
                () -> settings.within("priorityClass", 256, 0, 255));
        refused(
                "etc/org.idrelay.terminal.cfg: maxRereads: -1 is less than 0",
                () -> settings.atLeast("maxRereads", -1, 0));
        refused(
                "etc/org.idrelay.terminal.cfg: servers: is empty, and at least one is wanted",
                () -> settings.someOf("servers", " "));
    }

    @Test
    void refusesWhoWaitsNoLongerThanTheOneItWaitsFor() {
        assertEquals(2000, settings.outlasts("readerAnswerMillis", 2000, "1700", 1999));
        refused(
                "etc/org.idrelay.terminal.cfg: readerAnswerMillis: 1700 ms must exceed deviceMillis = 1700 ms, which is"
                        + " waited for",
                () -> settings.outlasts("readerAnswerMillis", 1700, "deviceMillis", 1700));
    }

    @Test
    void namesTheFileThatAConfigurationCameFrom() {
        Map<String, Object> installed =
                Map.of("felix.fileinstall.filename", "file:/opt/idrelay/etc/org.idrelay.server.host-local.cfg");
        assertEquals(
                "etc/org.idrelay.server.host-local.cfg",
                Settings.of(installed, "org.idrelay.server.host").file());
        assertEquals(
                "etc/org.idrelay.server.host.cfg",
                Settings.of(Map.of(), "org.idrelay.server.host").file());
    }

    private static void refused(String message, Executable reading) {
        assertEquals(message, assertThrows(SettingException.class, reading).getMessage());
    }
}
