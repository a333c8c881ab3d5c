package org.idrelay.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import javax.management.Attribute;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.idrelay.api.FailureCode;
import org.idrelay.operations.reading.ReadingEvent;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private final Roles roles = new Roles().link("server", "server").link("servers", "server");
    private final ReadingCounts counts = new ReadingCounts();
    private final Monitor monitor = new Monitor(counts, new Checks(new FakeExecutor()));

    @Test
    void tellsOfEveryRoleThatIsHere() {
        everyRole();
        List<String> lines = lines();
        for (String line : List.of(
                "# TYPE idrelay_server_reads counter",
                "idrelay_server_reads_total 8.0",
                "idrelay_server_failures_total{code=\"CARD_GONE\"} 3.0",
                "idrelay_server_waiting 2.0",
                "idrelay_server_verifiers{state=\"IDLE\"} 1.0",
                "idrelay_server_verifiers{state=\"GONE\"} 0.0",
                "idrelay_server_verifier_reads_total{host=\"host-1\",verifier=\"sam-IDLE\"} 4.0",
                "idrelay_server_phase_seconds_bucket{phase=\"read\",le=\"0.1\"} 0",
                "idrelay_server_phase_seconds_bucket{phase=\"read\",le=\"0.5\"} 3",
                "idrelay_server_phase_seconds_bucket{phase=\"read\",le=\"30.0\"} 3",
                "idrelay_server_phase_seconds_bucket{phase=\"read\",le=\"+Inf\"} 4",
                "idrelay_server_phase_seconds_sum{phase=\"read\"} 42.5",
                "idrelay_host_served 1.0",
                "idrelay_host_verifiers{state=\"LEASED\"} 1.0",
                "idrelay_terminal_reads_total{reader=\"reader-1\"} 5.0",
                "idrelay_terminal_readers{reader=\"reader-1\",state=\"POLLING\"} 1.0",
                "idrelay_links{role=\"server\"} 2.0",
                "idrelay_certificate_ends_timestamp_seconds{name=\"urn:idrelay:terminal:t-01\"} 1.7954352E9",
                "idrelay_role{role=\"terminal\"} 1.0",
                "idrelay_ready 1.0")) {
            assertTrue(lines.contains(line), line + " is not in\n" + String.join("\n", lines));
        }
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\"}")));
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("process_cpu_seconds_total ")));
        assertEquals("# EOF", lines.get(lines.size() - 1));
    }

    @Test
    void tellsNothingOfRolesThatAreElsewhere() {
        List<String> lines = lines();
        assertTrue(lines.contains("idrelay_ready 0.0"));
        assertFalse(lines.stream().anyMatch(line -> line.startsWith("idrelay_server")), "a server");
        assertFalse(lines.stream().anyMatch(line -> line.startsWith("idrelay_role{")), "a role");
    }

    @Test
    void aRoleThatDoesNotAnswerKeepsNothingFromTheOthers() {
        everyRole();
        Roles stuck = new Roles();
        stuck.loopAnswers = false;
        monitor.server = stuck.server();
        List<String> lines = lines();
        assertTrue(lines.contains("idrelay_role{role=\"server\"} 0.0"));
        assertTrue(lines.contains("idrelay_role{role=\"terminal\"} 1.0"));
        assertTrue(lines.contains("idrelay_terminal_polls_total{reader=\"reader-1\"} 70.0"));
        assertFalse(lines.stream().anyMatch(line -> line.startsWith("idrelay_server")), "half a server");
    }

    @Test
    void countsWhatGoesWrongAtTheReaders() {
        monitor.terminal = roles.terminal();
        UUID session = new UUID(1, 2);
        counts.happened(new ReadingEvent.ReadFailed("reader-1", session, 0, FailureCode.CARD_GONE, true));
        counts.happened(new ReadingEvent.ReadFailed("reader-1", session, 0, FailureCode.CARD_GONE, false));
        counts.happened(new ReadingEvent.NotTaken("reader-1", session, "records", FailureCode.STORE_FULL));
        counts.happened(new ReadingEvent.CardGone("reader-1"));
        List<String> lines = lines();
        assertTrue(lines.contains("idrelay_terminal_failures_total{code=\"CARD_GONE\"} 2.0"));
        assertTrue(lines.contains("idrelay_terminal_records_not_taken_total{code=\"STORE_FULL\"} 1.0"));
    }

    @Test
    void theBeanHasTheSameFigures() throws Exception {
        everyRole();
        MBeanServer server = MBeanServerFactory.newMBeanServer();
        ObjectName name = new ObjectName(MetricsBean.NAME);
        MetricsBean bean = new MetricsBean(monitor, server);
        assertEquals(8.0, server.getAttribute(name, "idrelay_server_reads"));
        assertEquals(3.0, server.getAttribute(name, "idrelay_server_failures{code=CARD_GONE}"));
        assertEquals(4.0, server.getAttribute(name, "idrelay_server_phase_seconds_count{phase=read}"));
        assertEquals(42.5, server.getAttribute(name, "idrelay_server_phase_seconds_sum{phase=read}"));
        String[] all = List.of(server.getMBeanInfo(name).getAttributes()).stream()
                .map(attribute -> attribute.getName())
                .toArray(String[]::new);
        assertTrue(all.length > 20);
        assertEquals(all.length, server.getAttributes(name, all).size());
        assertThrows(AttributeNotFoundException.class, () -> server.getAttribute(name, "idrelay_nothing"));
        assertThrows(
                AttributeNotFoundException.class,
                () -> server.setAttribute(name, new Attribute("idrelay_server_reads", 0.0)));
        bean.close();
        assertFalse(server.isRegistered(name));
    }

    private void everyRole() {
        roles.certificate(Roles.NOW, Roles.NOW);
        monitor.server = roles.server();
        monitor.host = roles.host();
        monitor.terminal = roles.terminal();
        monitor.links = roles.links();
    }

    private List<String> lines() {
        return monitor.metrics().lines().toList();
    }
}
