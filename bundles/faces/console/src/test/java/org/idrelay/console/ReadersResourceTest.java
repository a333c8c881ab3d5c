package org.idrelay.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadersResourceTest {

    private final FakeReading reading = new FakeReading();
    private final ConsoleServer server = new ConsoleServer();
    private final ReadersResource resource = server.readers(reading);

    @BeforeEach
    void start() throws Exception {
        server.add(resource, ReadersResource.PATH, ReadersResource.PATH + "/*").start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "clerk, reader-1",
        "other, reader-2",
        "viewer, reader-1 reader-2",
        "admin, reader-1 reader-2",
        "auditor, ''"
    })
    void everybodySeesTheReadersOfHisRoles(String user, String readers) throws Exception {
        List<String> seen =
                Browser.json(server.as(user).get(ReadersResource.PATH)).findValuesAsText("name");
        assertEquals(readers, String.join(" ", seen));
    }

    @ParameterizedTest
    @CsvSource({"clerk, 200", "other, 403", "viewer, 403", "operator, 200", "auditor, 403", "admin, 200"})
    void aReaderIsStoppedByItsClerkAndByOperators(String user, int status) throws Exception {
        assertEquals(
                status,
                server.as(user).post(ReadersResource.PATH + "/reader-1/stop").statusCode());
        assertEquals(status == 200 ? List.of("stop reader-1") : List.of(), reading.told);
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        Browser operator = server.as("operator");
        assertEquals(404, operator.post(ReadersResource.PATH + "/reader-9/stop").statusCode());
        assertEquals(
                404, operator.post(ReadersResource.PATH + "/reader-1/polish").statusCode());
        assertEquals(404, operator.get(ReadersResource.PATH + "/reader-1").statusCode());
    }

    @Test
    void withoutATerminalThereAreNone() throws Exception {
        resource.unsetReading(reading);
        assertEquals("[]", server.as("viewer").get(ReadersResource.PATH).body());
    }

    @Test
    void theOldTerminalMayGoAfterTheNewOneCame() throws Exception {
        resource.setReading(new FakeReading());
        resource.unsetReading(reading);
        assertEquals(
                2, Browser.json(server.as("viewer").get(ReadersResource.PATH)).size());
    }

    @Test
    void aRoleThatMayNotIsToldByAClearCode() throws Exception {
        assertEquals("NOT_ALLOWED", Browser.code(server.as("viewer").post(ReadersResource.PATH + "/reader-1/stop")));
    }
}
