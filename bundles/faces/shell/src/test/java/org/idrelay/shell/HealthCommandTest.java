package org.idrelay.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.karaf.shell.support.CommandException;
import org.idrelay.operations.MonitoringOperations;
import org.junit.jupiter.api.Test;

class HealthCommandTest {

    @Test
    void saysWhetherReadsAreServedAndWhyNot() throws Exception {
        String well = printed(MonitoringOperations.Status.WARN, "1 of 2 verifiers can be leased");
        assertTrue(well.contains("server WARN 1 of 2 verifiers can be leased; look"), well);
        assertTrue(well.endsWith("Ready: reads are served here."), well);
        String ill = printed(MonitoringOperations.Status.UNAVAILABLE, "no verifier is here");
        assertTrue(ill.contains("server UNAVAILABLE no verifier is here; look"), ill);
        assertTrue(ill.endsWith("Not ready: no reads are served here now."), ill);
    }

    @Test
    void saysHowToGetTheChecks() {
        CommandException absent = assertThrows(CommandException.class, () -> Printed.by(new HealthCommand()::print));
        assertEquals(
                "This container has no health checks. To change that: feature:install idrelay-monitoring",
                absent.getMessage());
    }

    private static String printed(MonitoringOperations.Status status, String reason) throws Exception {
        HealthCommand command = new HealthCommand();
        command.monitoring = new MonitoringOperations() {
            @Override
            public String metrics() {
                throw new AssertionError("nobody asked");
            }

            @Override
            public Health live() {
                throw new AssertionError("nobody asked");
            }

            @Override
            public Health ready() {
                return new Health(status, List.of(new Check("server", status, List.of(reason, "look"))));
            }
        };
        return Printed.by(command::print).strip();
    }
}
