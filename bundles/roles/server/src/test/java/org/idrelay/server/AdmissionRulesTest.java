package org.idrelay.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.idrelay.api.FailureCode;
import org.idrelay.link.ManualLoop;
import org.idrelay.operations.ServerOperations.Kind;
import org.junit.jupiter.api.Test;

/** The configuration counts at once, and who is frozen stays so across restarts. */
class AdmissionRulesTest {

    private static final Map<String, Object> FILE =
            Map.of("allowTerminals", "t-01, t-02", "frozenTerminals", "t-08,t-09", "felix.fileinstall.filename", "f");

    private final StoredConfiguration store = new StoredConfiguration(FILE);
    private final AdmissionRules rules = rules();
    private final ServerBench bench = new ServerBench(ServerBench.SETTINGS, rules, new ManualLoop());
    private final FakeTerminal terminal = bench.terminal("t-01");

    @Test
    void theFileCountsFromTheFirstLinkOn() {
        assertEquals(Optional.empty(), terminal.link().closedWith());
        assertEquals(
                Optional.of(FailureCode.IDENTITY_FROZEN),
                bench.terminal("t-08").link().closedWith());
        assertEquals(
                Optional.of(FailureCode.IDENTITY_REFUSED),
                bench.terminal("t-07").link().closedWith());
    }

    @Test
    void anEditedFileShutsOutWhoHasALinkAndDropsNoOther() {
        FakeTerminal other = bench.terminal("t-02");
        edited(Map.of("allowTerminals", "t-02"));
        assertEquals(Optional.of(FailureCode.IDENTITY_REFUSED), terminal.link().closedWith());

        edited(Map.of("frozenTerminals", "t-02"));
        assertEquals(Optional.of(FailureCode.IDENTITY_FROZEN), other.link().closedWith());
    }

    @Test
    void anEditOfTheLimitDropsNoLink() {
        FakeHost host = bench.hostOf("sam-1");
        edited(Map.of("terminalReads", 7, "terminalWindowMillis", 1000));

        assertEquals(7, bench.operations.admission().terminalReads());
        assertEquals(Optional.empty(), terminal.link().closedWith());
        assertEquals(Optional.empty(), host.link().closedWith());
    }

    @Test
    void whatMakesNoSenseChangesNothing() {
        edited(Map.of("terminalReads", -1, "allowTerminals", "t-02"));
        assertEquals(Optional.empty(), terminal.link().closedWith());
        edited(Map.of("terminalReads", 0, "allowTerminals", "t-*"));
        assertEquals(Optional.empty(), terminal.link().closedWith());
    }

    @Test
    void whoIsFrozenIsStoredWithoutTouchingAnotherKey() {
        bench.operations.freeze(Kind.TERMINAL, "t-01");
        bench.operations.freeze(Kind.HOST, "host-1");
        bench.operations.unfreeze(Kind.TERMINAL, "t-08");

        assertEquals(
                Map.of(
                        "allowTerminals",
                        "t-01, t-02",
                        "frozenTerminals",
                        "t-01,t-09",
                        "frozenHosts",
                        "host-1",
                        "felix.fileinstall.filename",
                        "f"),
                store.stored());
    }

    @Test
    void whoIsFrozenStaysSoAfterARestart() {
        bench.operations.freeze(Kind.TERMINAL, "t-01");
        ServerBench restarted = new ServerBench(ServerBench.SETTINGS, rules(), new ManualLoop());

        assertEquals(
                Optional.of(FailureCode.IDENTITY_FROZEN),
                restarted.terminal("t-01").link().closedWith());
    }

    @Test
    void freezingTwiceIsStoredOnce() {
        bench.operations.freeze(Kind.TERMINAL, "t-01");
        bench.operations.freeze(Kind.TERMINAL, "t-01");
        assertEquals(2, store.updates().size());
    }

    @Test
    void theLateNewsOfAnEarlierChangeUndoesNoLaterOne() {
        bench.operations.freeze(Kind.TERMINAL, "t-02");
        bench.operations.freeze(Kind.TERMINAL, "t-01");
        rules.modified(StoredConfiguration.config(store.updates().get(1)));
        bench.run();

        assertEquals(
                Optional.of(FailureCode.IDENTITY_FROZEN),
                bench.terminal("t-01").link().closedWith());
    }

    /** ConfigurationAdmin tells of changes under locks of its own: whoever asks it must hold none that this wants. */
    @Test
    void newsComeThroughWhileSomethingIsStored() {
        store.meanwhile(() -> rules.modified(StoredConfiguration.config(store.stored())));
        bench.operations.freeze(Kind.TERMINAL, "t-01");
        bench.operations.unfreeze(Kind.TERMINAL, "t-01");
        bench.operations.freeze(Kind.HOST, "host-1");

        assertEquals("host-1", store.stored().get("frozenHosts"));
    }

    @Test
    void whoeverCannotBeStoredIsFrozenNeverthelessAndTheOperatorHearsOfIt() {
        store.breaks();
        assertThrows(UncheckedIOException.class, () -> bench.operations.freeze(Kind.TERMINAL, "t-01"));

        assertEquals(Optional.of(FailureCode.IDENTITY_FROZEN), terminal.link().closedWith());
    }

    @Test
    void aConfigurationOfNobodyYetIsMadeByTheFirstFreeze() {
        StoredConfiguration empty = new StoredConfiguration(Map.of());
        AdmissionRules fresh = new AdmissionRules(StoredConfiguration.config(Map.of()), empty.admin());
        fresh.change(settings -> settings.freezing(Kind.HOST, "host-1"));

        assertEquals(Map.of("frozenTerminals", "", "frozenHosts", "host-1"), empty.stored());
        assertEquals(Set.of("host-1"), fresh.follow(changed -> {}).frozenHosts());
    }

    private AdmissionRules rules() {
        return new AdmissionRules(StoredConfiguration.config(store.stored()), store.admin());
    }

    private void edited(Map<String, Object> changes) {
        store.edited(changes);
        rules.modified(StoredConfiguration.config(store.stored()));
        bench.run();
    }
}
