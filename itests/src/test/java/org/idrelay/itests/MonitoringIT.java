package org.idrelay.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** What machines that watch over a running container see. */
public class MonitoringIT {

    private static final Path ROOT =
            Path.of(System.getProperty("idrelay.root", "..")).normalize();
    private static final Path MONITORING = ROOT.resolve("docs/monitoring");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String METRICS_BEAN = "org.idrelay:type=Metrics";

    /** What nothing is counted of has no line. */
    private static final Set<String> WITH_THE_FIRST_FAILURE =
            Set.of("idrelay_server_failures", "idrelay_terminal_failures", "idrelay_terminal_records_not_taken");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init") // set before any test
    private static KarafProcess karaf;

    @BeforeClass
    public static void start() throws IOException {
        karaf = new KarafProcess("monitoring");
        karaf.configureDemo();
        for (String role : List.of("viewer", "clerk")) {
            karaf.user(role, role + ",ssh");
        }
        karaf.install(
                        "idrelay-terminal",
                        "idrelay-server",
                        "idrelay-verifier-host",
                        "idrelay-verifier-sam",
                        "idrelay-simulator",
                        "idrelay-console")
                .start();
    }

    @AfterClass
    public static void stop() throws IOException {
        if (karaf != null) {
            karaf.close();
        }
    }

    @Test
    public void aLoadBalancerIsToldWhenReadsAreServed() throws Exception {
        awaitReady();
        assertEquals(200, get("/health/live", "").statusCode());
        JsonNode ready = json(get("/health/ready", ""));
        Set<String> checks = new TreeSet<>(ready.path("checks").findValuesAsText("name"));
        assertEquals(Set.of("process", "server", "verifier-host", "terminal", "certificates", "disk"), checks);
        karaf.run("idrelay:freeze host host-1");
        try {
            await("the server without its host")
                    .atMost(LIMIT)
                    .untilAsserted(
                            () -> assertEquals(503, get("/health/ready", "").statusCode()));
            assertTrue(
                    get("/health/ready", "").body(),
                    get("/health/ready", "").body().contains("can be leased"));
            assertEquals(200, get("/health/live", "").statusCode());
            String said = karaf.run("viewer", "idrelay:health");
            assertTrue(said, said.contains("Not ready"));
        } finally {
            karaf.run("idrelay:unfreeze host host-1");
        }
        awaitReady();
    }

    @Test
    public void prometheusScrapesWithTheExampleConfiguration() throws Exception {
        assertEquals(401, get("/metrics", "").statusCode());
        assertEquals(403, get("/metrics", "clerk").statusCode());
        HttpResponse<String> metrics = get("/metrics", "viewer");
        assertEquals(200, metrics.statusCode());
        assertTrue(metrics.body().contains("idrelay_role{role=\"server\"} 1.0"));
        assertTrue(metrics.body().endsWith("# EOF\n"));
        needPrometheus();
        Path folder = Files.createDirectories(karaf.home().resolve("data/prometheus"));
        Files.copy(MONITORING.resolve("idrelay-rules.yml"), folder.resolve("idrelay-rules.yml"));
        Files.writeString(folder.resolve("prometheus-password"), karaf.password());
        String example = Files.readString(MONITORING.resolve("prometheus.yml"));
        Files.writeString(
                folder.resolve("prometheus.yml"),
                example.replace("scheme: https", "scheme: http")
                        .replace("username: prometheus", "username: viewer")
                        .replaceAll("targets: \\[.*]", "targets: [\"127.0.0.1:%d\"]".formatted(karaf.port("http")))
                        .replace("scrape_interval: 15s", "scrape_interval: 1s"));
        succeeds("promtool", "check", "config", folder.resolve("prometheus.yml").toString());
        int port = karaf.port("prometheus");
        Process prometheus = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + folder.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        try {
            URI query = URI.create("http://127.0.0.1:%d/api/v1/query?query=".formatted(port)
                    + "up%7Bjob%3D%22idrelay%22%7D%3D%3D1%20and%20on(instance)%20idrelay_ready");
            await("a scrape")
                    .atMost(LIMIT)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> json(CLIENT.send(
                                            HttpRequest.newBuilder(query).build(),
                                            HttpResponse.BodyHandlers.ofString()))
                                    .at("/data/result")
                                    .size()
                            == 1);
        } finally {
            prometheus.destroy();
            assertTrue(prometheus.waitFor(20, TimeUnit.SECONDS));
        }
    }

    @Test
    public void examplesAndManualNameTheMetricsThatAreThere() throws Exception {
        awaitReady();
        Set<String> known = get("/metrics", "viewer")
                .body()
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", 4)[2])
                .collect(Collectors.toCollection(TreeSet::new));
        known.addAll(WITH_THE_FIRST_FAILURE);
        for (String file : List.of("idrelay-rules.yml", "grafana-dashboard.json")) {
            Set<String> named = metrics(MONITORING.resolve(file));
            assertFalse(file, named.isEmpty());
            named.removeAll(known);
            assertEquals(file, Set.of(), named);
        }
        known.removeIf(name -> !name.startsWith("idrelay_"));
        assertEquals(known, metrics(ROOT.resolve("docs/monitoring.md")));
        new ObjectMapper().readTree(MONITORING.resolve("grafana-dashboard.json").toFile());
    }

    private static Set<String> metrics(Path file) throws IOException {
        return Pattern.compile("\\b(idrelay|jvm|process)_[a-z_]+")
                .matcher(Files.readString(file))
                .results()
                .map(found -> found.group().replaceAll("_(total|bucket|count|sum)$", ""))
                .filter(name -> !name.endsWith("_"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    public void jmxHasTheSameFigures() throws Exception {
        awaitReady();
        try (JMXConnector connector = karaf.jmx("tester")) {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            ObjectName name = new ObjectName(METRICS_BEAN);
            assertEquals(1.0, beans.getAttribute(name, "idrelay_role{role=server}"));
            assertEquals(1.0, beans.getAttribute(name, "idrelay_ready"));
            assertFalse(
                    "no check as a bean",
                    beans.queryNames(new ObjectName("org.apache.felix.healthcheck:*"), null)
                            .isEmpty());
        }
    }

    private static void awaitReady() {
        await("ready")
                .atMost(LIMIT)
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertEquals(200, get("/health/ready", "").statusCode()));
    }

    private static HttpResponse<String> get(String path, String user) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d%s".formatted(karaf.port("http"), path)))
                .timeout(LIMIT);
        if (!user.isEmpty()) {
            String credentials = user + ":" + karaf.password();
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }

    private static void needPrometheus() {
        boolean there = Stream.of("prometheus", "promtool").allMatch(MonitoringIT::isThere);
        if (!there && "true".equals(System.getenv("CI"))) {
            fail("no prometheus or promtool on the path");
        }
        assumeTrue("skipped: no prometheus on the path (./idrelay test-tools installs it)", there);
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static void succeeds(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(said, 0, process.waitFor());
    }
}
