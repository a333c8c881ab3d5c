package org.idrelay.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.component.file.FileComponent;
import org.idrelay.simulator.SyntheticPeople;
import org.idrelay.simulator.SyntheticPerson;
import org.junit.Test;
import org.osgi.framework.BundleActivator;

/**
 * The store in a container: off by default, switched on by configuration, two cards read into it, handed out and erased. Beside it
 * the audit trail, and other systems as sinks: all agree.
 */
public class RecordsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final SyntheticPerson PERSON = SyntheticPeople.all().get(0);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Of the demo that shows the claims. */
    private static final int READS = 2;

    private final Map<String, String> posts = new ConcurrentHashMap<>();

    @Test
    public void keepsRecordsOnceItIsSwitchedOnAndSoDoAuditAndEndpoints() throws Exception {
        HttpServer receiver = receiver();
        try (KarafProcess karaf = new KarafProcess("records")) {
            Path said = karaf.home().resolve("data/demo.out");
            karaf.configureDemo().vmOption("-Didrelay.demo.claims=true").vmOption("-Didrelay.demo.out=" + said);
            Files.writeString(
                    Files.createFile(
                            karaf.home().resolve("etc/secrets/idrelay-records"),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
                    UUID.randomUUID().toString());
            endpoint(karaf, "file", "file:" + karaf.home().resolve("data/file"));
            endpoint(
                    karaf,
                    "post",
                    "http://127.0.0.1:%d/".formatted(receiver.getAddress().getPort()));
            endpoint(karaf, "parcel", "parcel:" + karaf.home().resolve("data/parcel"));
            karaf.start();
            karaf.run("feature:install idrelay-records idrelay-forwarding");
            assertTrue(refusal(karaf, "idrelay:record-status").contains("This container keeps no records."));

            karaf.configure("org.idrelay.records", Map.of("database", "h2"));
            await("the store")
                    .atMost(LIMIT)
                    .until(() -> !refusal(karaf, "idrelay:record-status").contains("keeps no records"));
            assertTrue(status(karaf), status(karaf).contains("Records: 0, kept for 30 days"));

            karaf.run("feature:install idrelay-demo");
            await("the records").atMost(LIMIT).until(() -> status(karaf).contains("Records: %d,".formatted(READS)));
            assertTrue(Files.readString(said).contains(PERSON.name()));
            auditAndEndpointsAgree(karaf);
            handsOutAndErases(karaf);
            assertFalse(karaf.log().stream()
                    .anyMatch(line -> line.contains(PERSON.number()) || line.contains(PERSON.name())));
        } finally {
            receiver.stop(0);
        }
    }

    private void auditAndEndpointsAgree(KarafProcess karaf) throws IOException {
        assertEquals(READS, auditLines(karaf, "READ"));
        Path files = karaf.home().resolve("data/file");
        await("the posts")
                .atMost(LIMIT)
                .until(() -> posts.size() == READS && names(files).size() == READS);
        assertEquals(posts.keySet(), names(files));
        assertTrue(posts.values().stream().anyMatch(json -> json.contains(PERSON.name())));
        assertWaiting(karaf, READS);

        DroppedBundle.drop(
                karaf,
                "com.example.parcel.ParcelComponent",
                "org.osgi.framework,org.apache.camel,org.apache.camel.spi,org.apache.camel.component.file",
                FileComponent.class,
                BundleActivator.class);
        Path parcels = karaf.home().resolve("data/parcel");
        await("the parcels").atMost(LIMIT).until(() -> posts.keySet().equals(names(parcels)));
        assertWaiting(karaf, 0);
    }

    /** Records that nobody's component takes are in the outbox, still or no more. */
    private static void assertWaiting(KarafProcess karaf, int records) {
        Path outbox = karaf.home().resolve("data/outbox/parcel");
        await(records + " in the outbox")
                .atMost(LIMIT)
                .until(() ->
                        listed(outbox).filter(name -> name.endsWith(".sealed")).count() == records);
    }

    private static void endpoint(KarafProcess karaf, String name, String address) throws IOException {
        karaf.configure(
                "org.idrelay.forwarding-" + name,
                Map.of(
                        "name",
                        name,
                        "endpoint",
                        address,
                        "folder",
                        karaf.home().resolve("data/outbox").resolve(name).toString(),
                        "maxRetryMillis",
                        "1000"));
    }

    /** Another system: keeps what is posted to it by the ids. */
    private HttpServer receiver() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            posts.put(
                    exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** The ids in the names of a folder's files. */
    private static Set<String> names(Path folder) throws IOException {
        return listed(folder)
                .filter(name -> name.endsWith(".json"))
                .map(name -> name.substring(0, name.length() - ".json".length()))
                .collect(Collectors.toSet());
    }

    private static Stream<String> listed(Path folder) {
        return Stream.of(Optional.ofNullable(folder.toFile().list()).orElseGet(() -> new String[0]));
    }

    private static long auditLines(KarafProcess karaf, String action) throws IOException {
        assertTrue(karaf.run("idrelay:audit-verify").contains("lines are good"));
        Path trail = karaf.home().resolve("data/audit");
        long lines = 0;
        for (String name : listed(trail).filter(file -> file.endsWith(".log")).toList()) {
            lines += Files.readAllLines(trail.resolve(name)).stream()
                    .map(line -> List.of(line.split("\t")))
                    .filter(line -> line.get(2).equals(action) && line.get(7).equals("ok"))
                    .count();
        }
        return lines;
    }

    private static void handsOutAndErases(KarafProcess karaf) throws IOException {
        String found = karaf.run("idrelay:record-find " + PERSON.number());
        Matcher id = ID.matcher(found);
        assertTrue(found, id.find());
        Path file = karaf.home().resolve("data/export.json");
        karaf.run("idrelay:record-export %s %s".formatted(id.group(), file));
        assertTrue(Files.readString(file).contains(PERSON.address()));
        assertEquals(
                "1 records erased.",
                karaf.run("idrelay:record-erase " + PERSON.number()).strip());
        assertTrue(status(karaf), status(karaf).contains("Records: %d,".formatted(READS - 1)));
        assertEquals(1, auditLines(karaf, "EXPORT"));
        assertEquals(1, auditLines(karaf, "ERASE"));
    }

    private static String status(KarafProcess karaf) throws IOException {
        return karaf.run("idrelay:record-status");
    }

    /** What a command says, whether it fails or not. */
    private static String refusal(KarafProcess karaf, String command) {
        try {
            return karaf.run(command);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
