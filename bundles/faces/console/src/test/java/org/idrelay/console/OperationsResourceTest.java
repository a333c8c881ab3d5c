package org.idrelay.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationsResourceTest {

    private static final String[] PATHS = {
        OperationsResource.VERIFIERS,
        OperationsResource.SESSIONS,
        OperationsResource.FIGURES,
        OperationsResource.TERMINALS,
        OperationsResource.TERMINALS + "/*",
        OperationsResource.HOSTS,
        OperationsResource.HOSTS + "/*"
    };

    private final FakeServerOperations operations = new FakeServerOperations();
    private ConsoleServer server = new ConsoleServer().add(new OperationsResource(operations), PATHS);

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @ParameterizedTest
    @CsvSource({"viewer, 200", "operator, 200", "admin, 200", "clerk, 403", "auditor, 403"})
    void viewersAndOperatorsMayLook(String user, int status) throws Exception {
        for (String path : List.of(PATHS)) {
            if (!path.endsWith("*")) {
                assertEquals(status, server.as(user).get(path).statusCode(), path);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"viewer, 403", "operator, 200", "admin, 200", "clerk, 403", "auditor, 403"})
    void operatorsMayFreezeAndUnfreeze(String user, int status) throws Exception {
        Browser browser = server.as(user);
        assertEquals(
                status,
                browser.post(OperationsResource.TERMINALS + "/t-01/freeze").statusCode());
        assertEquals(
                status,
                browser.post(OperationsResource.HOSTS + "/host-1/unfreeze").statusCode());
        assertEquals(
                status == 200 ? List.of("freeze TERMINAL t-01", "unfreeze HOST host-1") : List.of(), operations.told);
    }

    @Test
    void aTerminalWithoutALinkIsShownToo() throws Exception {
        JsonNode terminals = Browser.json(server.as("viewer").get(OperationsResource.TERMINALS));
        assertEquals(List.of("t-01", "t-02"), terminals.findValuesAsText("name"));
        assertTrue(terminals.path(0).has("readers"));
        assertFalse(terminals.path(1).has("readers"));
        assertTrue(terminals.path(1).path("frozen").booleanValue());
    }

    @Test
    void whatCannotBeDoneHasAClearCode() throws Exception {
        Browser operator = server.as("operator");
        assertEquals("NOT_FOUND", Browser.code(operator.post(OperationsResource.TERMINALS + "/no%20name/freeze")));
        assertEquals("NOT_FOUND", Browser.code(operator.post(OperationsResource.TERMINALS + "/t-01/polish")));
        assertEquals("NOT_FOUND", Browser.code(operator.post(OperationsResource.TERMINALS + "/t-01")));
        assertEquals("NOT_FOUND", Browser.code(operator.get(OperationsResource.HOSTS + "/host-1")));
        assertEquals("NOT_KEPT", Browser.code(operator.post(OperationsResource.HOSTS + "/full-disk/freeze")));
        assertEquals("METHOD_UNKNOWN", Browser.code(operator.post(OperationsResource.VERIFIERS)));
    }

    @Test
    void aContainerWithoutServerSaysSo() throws Exception {
        server.stop();
        server = new ConsoleServer().add(new OperationsResource(), PATHS);
        server.start();
        assertEquals("SERVER_AWAY", Browser.code(server.as("viewer").get(OperationsResource.FIGURES)));
        assertEquals(
                "SERVER_AWAY", Browser.code(server.as("operator").post(OperationsResource.TERMINALS + "/t-01/freeze")));
    }
}
