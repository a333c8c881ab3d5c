package org.idrelay.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.idrelay.api.Bytes;
import org.idrelay.simulator.SamFault;
import org.idrelay.simulator.SimulatedSam;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.osgi.framework.BundleActivator;

/** Verifiers come, change and go while the container runs: no restart, and no other bundle notices. */
public class HotPlugIT {

    private static final String SERVER = "org.idrelay.server";
    private static final String HOST = "org.idrelay.verifier.host";

    /** So long that a stalled SAM stays in mid-session until its bundle is stopped. */
    private static final int HOST_MILLIS = 32_000;

    private static final int SERVER_MILLIS = 33_000;

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ADAPTER = "org.idrelay.verifier.sam";
    private static final String VENDOR = "com.example.vendor";

    private static final List<SimulatedSam> sams = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // set before any test
    private static KarafProcess karaf;

    @SuppressWarnings("NullAway.Init") // set before any test
    private static ProbedReader reader;

    /** One SAM from the start; the second for a file that comes later, the third for the vendor's bundle. */
    @BeforeClass
    public static void start() throws IOException {
        for (int i = 1; i <= 3; i++) {
            sams.add(new SimulatedSam(i, 0, 0, 5000));
        }
        karaf = new KarafProcess("hot-plug");
        configureSam("sam-1", sams.get(0));
        SimulatedSam third = sams.get(2);
        karaf.vmOption("-Dvendor.sam=%d,%d".formatted(third.hostPort(), third.rfPort()));
        karaf.configure(
                "org.idrelay.terminal",
                Map.of("cardStayMillis", "30000", "rereadPauseMillis", "100", "answerTimeoutMillis", "34000"));
        karaf.configure(SERVER, Map.of("verifierTimeoutMillis", Integer.toString(SERVER_MILLIS)));
        karaf.configure(HOST, Map.of("verifierCallMillis", Integer.toString(HOST_MILLIS)));
        reader = new ProbedReader(karaf);
        karaf.install(
                        "idrelay-terminal",
                        "idrelay-server",
                        "idrelay-verifier-host",
                        "idrelay-verifier-sam",
                        "idrelay-simulator")
                .start();
        reader.attach();
        awaitIdle("sam-1");
        await("terminal")
                .atMost(LIMIT)
                .until(() -> karaf.run("idrelay:terminal-list").contains("t-01"));
    }

    @AfterClass
    public static void stop() throws IOException {
        karaf.close();
        sams.forEach(SimulatedSam::close);
    }

    @After
    public void noOtherBundleWasTouched() throws IOException {
        assertEquals(
                List.of(),
                reader.touched().stream()
                        .filter(name -> !name.equals(ADAPTER) && !name.equals(VENDOR))
                        .toList());
        assertTrue(karaf.isAlive());
    }

    @Test
    public void aVendorsBundleServesTheNextSession() throws IOException {
        Path vendor = dropVendor();
        route("table", "vendor-1 = t-01");
        assertEquals("vendor-1", verifierOf(read(0)));
        Files.delete(vendor);
        awaitGone("vendor-1");
    }

    @Test
    public void aNewFileAddsASam() throws IOException {
        configureSam("late", sams.get(1));
        awaitIdle("late");
        route("table", "late = t-01");
        assertEquals("late", verifierOf(read(1)));
        Files.delete(karaf.home().resolve("etc/org.idrelay.verifier.sam-late.cfg"));
        awaitGone("late");
    }

    @Test
    public void anUpdateBetweenTwoSessionsLosesNone() throws IOException {
        route("table", "sam-1 = t-01");
        assertEquals("sam-1", verifierOf(read(2)));
        int updates = count(reader.touched(), ADAPTER);
        karaf.run("bundle:update " + ADAPTER);
        awaitIdle("sam-1");
        assertTrue("it was not updated", count(reader.touched(), ADAPTER) > updates);
        assertEquals("sam-1", verifierOf(read(3)));
    }

    @Test
    public void stoppedInMidSessionItFailsThatSessionAndTheNextGoesElsewhere() throws IOException {
        Path vendor = dropVendor();
        route("table-idle", "sam-1 = t-01");
        SimulatedSam stalled = sams.get(0);
        int before = stalled.log().size();
        stalled.fault(SamFault.STALL);
        reader.insert(4, 0);
        await("session under way")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> stalled.log().size() > before || row("sam-1").contains("LEASED"));
        karaf.run("bundle:stop " + ADAPTER);
        List<String> failed = reader.awaitEvent("FAILED");
        assertEquals("VERIFIER_GONE", failed.get(3));
        assertEquals("sam-1", verifierOf(failed.get(2)));
        List<String> read = reader.awaitEvent("READ");
        assertEquals("vendor-1", verifierOf(read.get(2)));
        await("no session")
                .atMost(LIMIT)
                .until(() -> karaf.run("idrelay:session-list").contains("No session is under way."));
        awaitIdle("vendor-1");
        reader.lift();
        stalled.mend();
        karaf.run("bundle:start " + ADAPTER);
        awaitIdle("sam-1");
        route("table", "sam-1 = t-01");
        assertEquals("sam-1", verifierOf(read(5)));
        Files.delete(vendor);
        awaitGone("vendor-1");
    }

    @Test
    public void aHostWhoseLimitBreaksTheOrderIsClosedUntilEitherFileIsRight() throws Exception {
        String refused = "etc/org.idrelay.verifier.host.cfg: verifierCallMillis: %d ms must be less than"
                + " verifierTimeoutMillis in etc/org.idrelay.server.cfg = %d ms";
        karaf.configure(HOST, Map.of("verifierCallMillis", Integer.toString(SERVER_MILLIS)));
        awaitGone("sam-1");
        await("the reason")
                .atMost(LIMIT)
                .until(() -> karaf.log().stream()
                        .anyMatch(line -> line.contains(refused.formatted(SERVER_MILLIS, SERVER_MILLIS))));

        karaf.configure(SERVER, Map.of("verifierTimeoutMillis", Integer.toString(SERVER_MILLIS + 1)));
        awaitIdle("sam-1");

        karaf.configure(SERVER, Map.of("verifierTimeoutMillis", Integer.toString(HOST_MILLIS)));
        await("the change is refused")
                .atMost(LIMIT)
                .until(() -> karaf.log().stream()
                        .anyMatch(line -> line.contains("verifierTimeoutMillis: ")
                                && line.contains(
                                        "must exceed verifierCallMillis in etc/org.idrelay.verifier.host.cfg")));
        karaf.configure(HOST, Map.of("verifierCallMillis", Integer.toString(HOST_MILLIS)));
        karaf.configure(SERVER, Map.of("verifierTimeoutMillis", Integer.toString(SERVER_MILLIS)));
        awaitIdle("sam-1");
    }

    private static Path dropVendor() throws IOException {
        String imports = "org.osgi.framework;version=\"[1.8,2)\",org.idrelay.api;version=\"[1.0,2)\","
                + "org.idrelay.api.verifier;version=\"[1.0,1.1)\"";
        Path jar = DroppedBundle.drop(karaf, VENDOR + ".VendorVerifier", imports, Bytes.class, BundleActivator.class);
        awaitIdle("vendor-1");
        return jar;
    }

    private static void configureSam(String name, SimulatedSam sam) throws IOException {
        karaf.configure(
                ADAPTER + "-" + name,
                Map.of(
                        "name",
                        name,
                        "hostAddress",
                        "127.0.0.1:" + sam.hostPort(),
                        "rfAddress",
                        "127.0.0.1:" + sam.rfPort(),
                        "rfAnswerMillis",
                        "5000",
                        "hostAnswerMillis",
                        "30000",
                        "callMillis",
                        "31000"));
    }

    /** Changes policy and table by their files, and waits until the server decides by them. */
    private static void route(String policy, String bindings) throws IOException {
        karaf.configure("org.idrelay.routing.table", Map.of("bindings", bindings));
        karaf.configure("org.idrelay.server", Map.of("policy", policy));
        String expected =
                "Policy %s: t-01 would get %s.".formatted(policy, bindings.substring(0, bindings.indexOf(' ')));
        await(expected)
                .atMost(LIMIT)
                .until(() -> karaf.run("idrelay:explain t-01").contains(expected));
    }

    /** Reads a person's card and lifts it; the session. */
    private static String read(int person) throws IOException {
        reader.insert(person, 0);
        String session = reader.awaitEvent("READ").get(2);
        assertEquals(
                "failures before it",
                List.of(),
                reader.events().stream()
                        .filter(event -> event.get(1).equals("FAILED"))
                        .toList());
        reader.lift();
        return session;
    }

    private static String verifierOf(String session) throws IOException {
        return karaf.run("idrelay:trace " + session).replaceAll("(?s).* chose (\\S+) of .*", "$1");
    }

    private static void awaitIdle(String verifier) {
        await(verifier + " idle").atMost(LIMIT).until(() -> row(verifier).contains("IDLE"));
    }

    private static void awaitGone(String verifier) {
        await(verifier + " gone").atMost(LIMIT).until(() -> !row(verifier).contains("IDLE"));
    }

    private static String row(String verifier) throws IOException {
        return karaf.run("idrelay:verifier-list")
                .lines()
                .filter(line -> line.startsWith(verifier + " "))
                .findFirst()
                .orElse("");
    }

    private static int count(List<String> names, String name) {
        return (int) names.stream().filter(name::equals).count();
    }
}
