package org.idrelay.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.idrelay.api.routing.Fleet;
import org.junit.jupiter.api.Test;

class BindingTableTest {

    @Test
    void readsVerifiersWithTheirTerminalsAndReaders() {
        BindingTable table = BindingTable.parse("sam-1 = t-01, t-02/reader-3 ; sam-2=t-02 t-03;");

        assertEquals(Map.of("sam-1", Set.of("t-01", "t-02/reader-3"), "sam-2", Set.of("t-02", "t-03")), table.served());
        assertEquals(List.of(), table.unreadable());
    }

    @Test
    void joinsTwoEntriesOfOneVerifier() {
        BindingTable table = BindingTable.parse("sam-1 = t-01; sam-1 = t-02");

        assertTrue(table.serves("sam-1", Verifiers.from("t-01")));
        assertTrue(table.serves("sam-1", Verifiers.from("t-02")));
    }

    @Test
    void keepsTheRestOfATableWithUnreadableEntries() {
        BindingTable table = BindingTable.parse("sam-1; sam 2 = t-01; = t-01; sam-3 = t/1/2; sam-4 = ; sam-5 = t-01");

        assertEquals(Set.of("sam-5"), table.served().keySet());
        assertEquals(5, table.unreadable().size());
    }

    @Test
    void anEmptyTableBindsNothing() {
        assertFalse(BindingTable.parse(" \n ").lists("sam-1"));
    }

    @Test
    void reportsVerifiersWithoutALineByNameOncePerChange() {
        TableReport report = new TableReport();
        BindingTable table = BindingTable.parse("sam-1 = t-01; nonsense");
        Fleet fleet = Verifiers.fleet(Verifiers.idle("sam-1"), Verifiers.idle("sam-2"));

        assertTrue(report.compare(table, fleet));
        assertEquals(Set.of("no line for verifier sam-2", "unreadable entry 'nonsense'"), report.gaps());
        assertFalse(report.compare(table, fleet));
        assertTrue(report.compare(table, Verifiers.fleet(Verifiers.idle("sam-3"))));
        assertFalse(report.compare(BindingTable.parse("sam-3 = t-01"), Verifiers.fleet(Verifiers.idle("sam-3"))));
    }

    @Test
    void theShippedFileHasExactlyTheKeysOfTheConfiguration() throws IOException {
        Properties file = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of("../../../etc/" + TableConfig.PID + ".cfg"))) {
            file.load(in);
        }

        assertEquals(
                Arrays.stream(TableConfig.class.getDeclaredMethods())
                        .map(method -> method.getName())
                        .collect(Collectors.toSet()),
                file.stringPropertyNames());
        BindingTable table = BindingTable.parse(file.getProperty("bindings"));
        assertEquals(List.of(), table.unreadable());
        assertTrue(table.serves("sam-1", Verifiers.from("t-01")));
    }
}
