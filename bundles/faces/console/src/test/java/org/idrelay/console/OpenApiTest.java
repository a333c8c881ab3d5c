package org.idrelay.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The description says what the servlets do: each path answers, with the shape that stands there, failures too. */
class OpenApiTest {

    private static final JsonNode DOCUMENT = document();

    /** Logging in and out changes who is logged in, the stream never ends, machines need no session: their own tests look. */
    private static final Set<String> ELSEWHERE =
            Set.of("/login", "/logout", "/events", "/health/live", "/health/ready", "/metrics");

    /** A servlet's path in a component's description, where it is one of several on a line of its own. */
    private static final Pattern PATTERN = Pattern.compile("(/api/v1/[^\\s\"<]*)");

    private final ConsoleServer server = new ConsoleServer();

    @BeforeEach
    void start() throws Exception {
        server.add(server.readers(new FakeReading()), ReadersResource.PATH, ReadersResource.PATH + "/*")
                .add(
                        new RecordsResource(server.display, new Photos(), null, server.clock::get),
                        RecordsResource.PATH + "/*")
                .add(
                        new OperationsResource(new FakeServerOperations()),
                        OperationsResource.VERIFIERS,
                        OperationsResource.SESSIONS,
                        OperationsResource.FIGURES,
                        OperationsResource.TERMINALS,
                        OperationsResource.TERMINALS + "/*",
                        OperationsResource.HOSTS,
                        OperationsResource.HOSTS + "/*")
                .add(server.monitoring(new FakeMonitoring()), MonitoringResource.HEALTH)
                .start();
        server.display.deliver(Records.first(), Records.presence("reader-1"));
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    static List<String> operations() {
        List<String> operations = new ArrayList<>();
        DOCUMENT.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> operations.add(method + " " + path.getKey())));
        operations.removeIf(one -> one.startsWith("parameters") || ELSEWHERE.contains(one.split(" ", 2)[1]));
        assertTrue(operations.size() >= 8, "too few");
        return operations;
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationAnswersAsItIsDescribed(String operation) throws Exception {
        String user = Set.of("operations", "monitoring").contains(tag(operation)) ? "operator" : "clerk";
        HttpResponse<String> answer = call(server.as(user), operation);
        compare(operation, answer);
        // without the decoder that a test of the photo has
        assertEquals(operation.contains("/photo") ? 404 : 200, answer.statusCode(), operation);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyRefusalAnswersAsItIsDescribed(String operation) throws Exception {
        HttpResponse<String> answer = call(new Browser(server), operation);
        assertEquals(401, answer.statusCode(), operation);
        assertEquals(List.of(), Schema.faults(DOCUMENT, schema("Failure"), Browser.json(answer)));
    }

    @Test
    void theLoginAnswersAsItIsDescribed() throws Exception {
        compare("post /login", new Browser(server).tryLogIn("clerk", "pw-clerk"));
        compare("post /login", new Browser(server).tryLogIn("clerk", "wrong"));
    }

    @Test
    void theDocumentIsServedAsItStands() throws Exception {
        assertEquals(DOCUMENT, Browser.json(server.as("auditor").get(Description.PATH)));
        assertEquals("3.1.0", DOCUMENT.path("openapi").textValue());
    }

    /** By what the components say of themselves. */
    @Test
    void everyPathOfAServletIsInTheDocument() throws Exception {
        List<String> patterns = new ArrayList<>();
        for (Path file : components()) {
            Matcher matcher = PATTERN.matcher(Files.readString(file));
            while (matcher.find()) {
                patterns.add(matcher.group(1));
            }
        }
        assertTrue(patterns.size() >= 6, patterns.toString());
        for (String pattern : patterns) {
            boolean described = pattern.endsWith("/*")
                    ? paths().anyMatch(path -> path.startsWith(pattern.substring(0, pattern.length() - 1)))
                    : paths().anyMatch(pattern::equals);
            assertTrue(described, pattern);
        }
    }

    private static Stream<String> paths() {
        return DOCUMENT.path("paths").properties().stream().map(path -> "/api/v1" + path.getKey());
    }

    private static List<Path> components() throws Exception {
        Path folder = Path.of(Description.class.getResource("/OSGI-INF").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".xml")).toList();
        }
    }

    @Test
    void everyGroupOfTheDocumentHasOperations() {
        Set<String> used = new TreeSet<>();
        DOCUMENT.findValues("tags").forEach(tags -> tags.forEach(tag -> used.add(tag.asText())));
        Set<String> declared = new TreeSet<>(DOCUMENT.path("tags").findValuesAsText("name"));
        used.remove("");
        assertEquals(declared, used);
    }

    @Test
    void aWrongShapeIsNoticed() throws Exception {
        JsonNode wrong = new ObjectMapper()
                .readTree("{\"user\": 1, \"roles\": [\"king\"], \"clerkReaders\": [], \"surplus\": true}");
        assertEquals(
                List.of("token is missing", "user: not string", "roles: king is none of them", "surplus is surplus"),
                Schema.faults(DOCUMENT, schema("Me"), wrong));
    }

    private static HttpResponse<String> call(Browser browser, String operation)
            throws IOException, InterruptedException {
        String path = "/api/v1" + operation.split(" ", 2)[1].replace("{name}", "reader-1")
                + (operation.contains("/records") ? "?reader=reader-1" : "");
        return operation.startsWith("get") ? browser.get(path) : browser.post(path);
    }

    static void compare(String operation, HttpResponse<String> answer) throws IOException {
        String[] parts = operation.split(" ", 2);
        JsonNode described = Schema.resolve(
                DOCUMENT,
                DOCUMENT.path("paths")
                        .path(parts[1])
                        .path(parts[0])
                        .path("responses")
                        .path(Integer.toString(answer.statusCode())));
        assertTrue(described.has("description"), operation + " does not tell of " + answer.statusCode());
        JsonNode schema = described.path("content").path("application/json").path("schema");
        assertEquals(List.of(), Schema.faults(DOCUMENT, schema, Browser.json(answer)), operation);
    }

    private static String tag(String operation) {
        String[] parts = operation.split(" ", 2);
        return DOCUMENT.path("paths")
                .path(parts[1])
                .path(parts[0])
                .path("tags")
                .path(0)
                .asText();
    }

    private static JsonNode schema(String name) {
        return DOCUMENT.path("components").path("schemas").path(name);
    }

    private static JsonNode document() {
        try (InputStream content = OpenApiTest.class.getResourceAsStream("/openapi.json")) {
            return new ObjectMapper().readTree(content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
