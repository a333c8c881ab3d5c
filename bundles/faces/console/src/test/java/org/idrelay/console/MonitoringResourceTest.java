package org.idrelay.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.idrelay.operations.MonitoringOperations;
import org.idrelay.operations.MonitoringOperations.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MonitoringResourceTest {

    private final ConsoleServer server = new ConsoleServer();
    private final FakeMonitoring monitoring = new FakeMonitoring();

    @BeforeEach
    void start() throws Exception {
        server.add(
                        server.monitoring(monitoring),
                        MonitoringResource.LIVE,
                        MonitoringResource.READY,
                        MonitoringResource.METRICS,
                        MonitoringResource.HEALTH)
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void aLoadBalancerSeesTheStatusAndTheReasonsWithoutAUser() throws Exception {
        Browser anybody = new Browser(server);
        for (Status status : Status.values()) {
            monitoring.status = status;
            HttpResponse<String> answer = anybody.get(MonitoringResource.READY);
            boolean serves = status == Status.OK || status == Status.WARN;
            assertEquals(serves ? 200 : 503, answer.statusCode(), status.name());
            assertEquals(status.name(), Browser.json(answer).path("status").textValue());
            assertEquals(
                    "3 of 3 verifiers can be leased",
                    Browser.json(answer).at("/checks/0/reasons/0").textValue());
            OpenApiTest.compare("get /health/ready", answer);
        }
        HttpResponse<String> live = anybody.get(MonitoringResource.LIVE);
        assertEquals(200, live.statusCode());
        OpenApiTest.compare("get /health/live", live);
    }

    @Test
    void aLoadBalancerMayAskForTheHeadOnly() throws Exception {
        monitoring.status = Status.UNAVAILABLE;
        HttpRequest head = new Browser(server)
                .request(MonitoringResource.READY)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        assertEquals(503, server.send(head).statusCode());
        assertEquals("", server.send(head).body());
    }

    @Test
    void prometheusLogsInWithEachRequest() throws Exception {
        HttpResponse<String> answer = scrape(basic("viewer", "pw-viewer"));
        assertEquals(200, answer.statusCode());
        assertEquals(FakeMonitoring.METRICS, answer.body());
        assertEquals(
                MonitoringOperations.METRICS_TYPE.toLowerCase(Locale.ROOT),
                answer.headers().firstValue("Content-Type").orElseThrow().toLowerCase(Locale.ROOT));
        assertEquals(List.of(), answer.headers().allValues("Set-Cookie"));
    }

    @Test
    void aViewerSeesMetricsInTheBrowser() throws Exception {
        assertEquals(200, server.as("viewer").get(MonitoringResource.METRICS).statusCode());
        assertEquals(403, server.as("clerk").get(MonitoringResource.METRICS).statusCode());
        assertEquals(403, server.as("auditor").get(MonitoringResource.HEALTH).statusCode());
    }

    @Test
    void nobodyElseSeesMetrics() throws Exception {
        HttpResponse<String> unknown = new Browser(server).get(MonitoringResource.METRICS);
        assertEquals(401, unknown.statusCode());
        assertTrue(
                unknown.headers().firstValue("WWW-Authenticate").orElseThrow().startsWith("Basic "));
        assertEquals("LOGIN_REFUSED", Browser.code(scrape(basic("viewer", "wrong"))));
        assertEquals(403, scrape(basic("clerk", "pw-clerk")).statusCode());
        assertEquals(400, scrape("Basic !").statusCode());
        assertEquals(400, scrape("Basic " + encoded("viewer")).statusCode());
        assertEquals(401, scrape("Bearer " + encoded("viewer:pw-viewer")).statusCode());
    }

    @Test
    void whoGuessesPasswordsIsSlowedDownHereToo() throws Exception {
        for (int i = 0; i < server.settings.loginFailures(); i++) {
            assertEquals(401, scrape(basic("viewer", "wrong")).statusCode());
        }
        assertEquals(429, scrape(basic("viewer", "pw-viewer")).statusCode());
    }

    @Test
    void nothingCanBeChangedHere() throws Exception {
        for (String path : List.of(MonitoringResource.LIVE, MonitoringResource.METRICS, MonitoringResource.HEALTH)) {
            assertEquals(405, server.as("admin").post(path).statusCode(), path);
        }
    }

    private HttpResponse<String> scrape(String authorization) throws Exception {
        return server.send(new Browser(server)
                .request(MonitoringResource.METRICS)
                .header("Authorization", authorization)
                .build());
    }

    private static String basic(String user, String password) {
        return "Basic " + encoded(user + ":" + password);
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
