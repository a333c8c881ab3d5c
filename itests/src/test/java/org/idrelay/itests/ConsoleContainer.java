package org.idrelay.itests;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A Karaf with all roles and the console: three simulated verifiers, a simulated reader, and users of every kind. */
final class ConsoleContainer implements AutoCloseable {

    /** Clerk of reader-1. */
    static final String CLERK = "zhang";
    /** Clerk of reader-1 and reader-2. */
    static final String CLERK_OF_TWO = "li";
    /** Clerk of reader-1, and viewer. */
    static final String CLERK_AND_VIEWER = "qian";

    static final String OPERATOR = "wang";
    static final String VIEWER = "zhao";
    static final String PASSWORD = UUID.randomUUID().toString();

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PID = "org.idrelay.console";
    private static final String MASK_SECONDS = "30";

    final KarafProcess karaf;
    final ProbedReader reader;

    /** Starts it; it listens over HTTP and HTTPS. */
    ConsoleContainer() throws IOException {
        karaf = new KarafProcess("console").configureDemo();
        Path etc = karaf.home().resolve("etc");
        String users = Map.of(
                        CLERK, "clerk",
                        CLERK_OF_TWO, "clerk",
                        CLERK_AND_VIEWER, "clerk,viewer",
                        OPERATOR, "operator",
                        VIEWER, "viewer")
                .entrySet()
                .stream()
                .map(user -> "%s = %s,%s\n".formatted(user.getKey(), PASSWORD, user.getValue()))
                .collect(Collectors.joining());
        Files.writeString(etc.resolve("users.properties"), "\n" + users, StandardOpenOption.APPEND);
        karaf.configure(
                PID,
                Map.of(
                        "clerkReaders",
                        "zhang=reader-1, li=reader-1 reader-2, qian=reader-1",
                        "maskSeconds",
                        MASK_SECONDS,
                        "cardGoneSeconds",
                        "1"));
        karaf.configure("org.idrelay.terminal", Map.of("wanted", "text-photo,address"));
        karaf.configure("org.ops4j.pax.web", Map.of("org.osgi.service.http.secure.enabled", "true"));
        makeKeyStore(etc);
        reader = new ProbedReader(karaf);
        karaf.install(
                        "idrelay-terminal",
                        "idrelay-server",
                        "idrelay-verifier-host",
                        "idrelay-verifier-sam",
                        "idrelay-simulator",
                        "idrelay-console")
                .start();
        reader.attach();
        awaitVerifiers();
    }

    String address(String path) {
        return "http://127.0.0.1:%d%s".formatted(karaf.port("http"), path);
    }

    String secureAddress(String path) {
        return "https://127.0.0.1:%d%s".formatted(karaf.port("https"), path);
    }

    /** Changes how long records are shown; that logs everybody out. */
    void maskAfter(String seconds) throws IOException {
        karaf.run("config:property-set --pid %s maskSeconds %s".formatted(PID, seconds));
    }

    /** As it was at the start. */
    void maskAsBefore() throws IOException {
        maskAfter(MASK_SECONDS);
    }

    @Override
    public void close() throws IOException {
        karaf.close();
    }

    private void awaitVerifiers() {
        await("three verifiers")
                .atMost(LIMIT)
                .until(() -> karaf.run("idrelay:verifier-list")
                                .lines()
                                .filter(line -> line.contains("IDLE"))
                                .count()
                        == 3);
        awaitTerminal();
    }

    /** Until the terminal is linked to the server. */
    void awaitTerminal() {
        await("terminal")
                .atMost(LIMIT)
                .until(() -> karaf.run("idrelay:terminal-list").contains("t-01"));
    }

    /** As docs/console.md tells operators to. */
    private static void makeKeyStore(Path etc) throws IOException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(List.of(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "console",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        etc.resolve("console.p12").toString(),
                        "-storepass:file",
                        etc.resolve("secrets/idrelay-keys").toString()))
                .inheritIO()
                .start();
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("keytool failed");
        }
    }
}
