package org.idrelay.itests;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.apache.felix.utils.properties.Properties;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * A Karaf in a process of its own, from the distribution under test: freshly unpacked, on free ports, with a console
 * user of its own. First configure, then start; for one test thread.
 */
final class KarafProcess implements AutoCloseable {

    private static final Path IT = Path.of(System.getProperty("idrelay.it", "target/it"));
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(60);
    private static final String EVERY_ROLE = "terminal:t-01,server:server-1,verifier-host:host-1";
    private static final String USER = "tester";
    private static final String BOOT_FINISHED = "org.apache.karaf.features.BootFinished";

    private final Path home;
    private final String password = UUID.randomUUID().toString();
    private final FreePorts ports = new FreePorts();
    private final List<String> vmOptions = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final SshClient console = SshClient.setUpDefaultClient();
    private @Nullable Process process;

    /** Unpacks the distribution and gives it keys for every role. */
    KarafProcess(String name) throws IOException {
        this(name, EVERY_ROLE);
    }

    /**
     * Unpacks the distribution and gives it keys by the tests' one authority.
     *
     * @param name the folder's name under {@code target/it}; what is there is deleted
     * @param identities {@code ROLE:ID}, separated by commas
     */
    KarafProcess(String name, String identities) throws IOException {
        home = IT.resolve(name).toAbsolutePath();
        execute("rm", "-rf", home.toString());
        Files.createDirectories(home);
        execute(
                "tar",
                "-xzf",
                IT.resolve("idrelay-karaf.tar.gz").toString(),
                "-C",
                home.toString(),
                "--strip-components=1");
        user(USER, "_g_:admins,clerk");
        for (Map.Entry<String, String> port : ports.properties().entrySet()) {
            vmOptions.add("-D%s=%s".formatted(port.getKey(), port.getValue()));
        }
        TestKeys.copy(identities, home.resolve("etc"));
        console.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        console.start();
    }

    Path home() {
        return home;
    }

    /** The container's port of that name in {@code etc/*.cfg}, as in {@code ${idrelay.port.NAME:-7201}}. */
    int port(String name) {
        return ports.of(name);
    }

    /** Sets keys in {@code etc/PID.cfg}, before or after the start; others stay as they are. */
    KarafProcess configure(String pid, Map<String, String> values) throws IOException {
        return configure(pid, values, "cfg");
    }

    /** Takes over the demo's configuration, as the launcher does: simulated readers and SAMs. */
    KarafProcess configureDemo() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home.resolve("etc/demo"))) {
            for (Path file : files) {
                Files.copy(file, home.resolve("etc").resolve(file.getFileName()));
            }
        }
        return this;
    }

    /** Adds features to those that are there when the container has started. */
    KarafProcess install(String... features) throws IOException {
        Path file = home.resolve("etc/org.apache.karaf.features.cfg");
        String configured = Files.readString(file);
        String boot = "featuresBoot=";
        Files.writeString(file, configured.replace(boot, boot + String.join(", ", features) + ", "));
        return this;
    }

    /** Names somebody who may log in with the password of this process. */
    KarafProcess user(String name, String roles) throws IOException {
        return configure("users", Map.of(name, password + "," + roles), "properties");
    }

    /** The password of everybody that {@link #user} named. */
    String password() {
        return password;
    }

    KarafProcess vmOption(String option) {
        vmOptions.add(option);
        return this;
    }

    /** Sets an environment variable of the process; before the start. */
    KarafProcess environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Starts it, for the first time or again, as an operator does, and waits until all its features have started. */
    KarafProcess start() throws IOException {
        ProcessBuilder karaf = new ProcessBuilder(home.resolve("bin/karaf").toString(), "daemon");
        karaf.environment().putAll(environment);
        karaf.environment().put("JAVA_HOME", System.getProperty("java.home"));
        karaf.environment().put("JAVA_MAX_MEM", "256m");
        karaf.environment().put("EXTRA_JAVA_OPTS", String.join(" ", vmOptions));
        karaf.redirectErrorStream(true)
                .redirectOutput(home.resolve("data/karaf.out").toFile());
        Process started = karaf.start();
        process = started;
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        await("start of " + home.getFileName())
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> !started.isAlive()
                        || run("service:list " + BOOT_FINISHED).contains(BOOT_FINISHED));
        if (!started.isAlive()) {
            throw new IOException("%s ended at once, see its data/karaf.out".formatted(home));
        }
        return this;
    }

    /**
     * Runs a console command as somebody who may everything. One command, no pipe: what stands behind a pipe comes too
     * late for this kind of console.
     *
     * @return what it printed
     * @throws IOException if the console cannot be reached, or the command failed; with what it printed
     */
    String run(String command) throws IOException {
        return run(USER, command);
    }

    /** Runs a console command as that user. */
    String run(String user, String command) throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (ClientSession session = login(user)) {
            session.executeRemoteCommand(command, printed, printed, StandardCharsets.UTF_8);
            return printed.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IOException("%s: %s".formatted(command, printed.toString(StandardCharsets.UTF_8)), e);
        }
    }

    /** A session over SSH, which the caller closes. */
    ClientSession login(String user) throws IOException {
        ClientSession session = console.connect(user, "127.0.0.1", port("ssh"))
                .verify(CALL_LIMIT)
                .getSession();
        session.addPasswordIdentity(password);
        session.auth().verify(CALL_LIMIT);
        return session;
    }

    /** Connects over JMX as that user. */
    @SuppressWarnings("BanJNDI") // our own container's registry, on loopback
    JMXConnector jmx(String user) throws IOException {
        JMXServiceURL address = new JMXServiceURL("service:jmx:rmi://127.0.0.1:%d/jndi/rmi://127.0.0.1:%d/karaf-root"
                .formatted(port("rmiServer"), port("rmiRegistry")));
        return JMXConnectorFactory.connect(address, Map.of(JMXConnector.CREDENTIALS, new String[] {user, password}));
    }

    /** The log, line by line. */
    List<String> log() throws IOException {
        return Files.readAllLines(home.resolve("data/log/karaf.log"));
    }

    /** Everything in its memory, even what nobody refers to any more. */
    Path heapDump(Path file) throws IOException {
        Process alive = Objects.requireNonNull(process, "it was not started");
        execute(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(karafPid(alive)),
                "GC.heap_dump",
                "-all",
                file.toAbsolutePath().toString());
        return file;
    }

    /** The start script may have stayed as the parent of Java. */
    private static long karafPid(Process started) {
        return started.descendants()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .findFirst()
                .map(ProcessHandle::pid)
                .orElse(started.pid());
    }

    /** Whether the process is there. */
    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Stops it as an operator does and waits for its end. */
    void stop() throws IOException {
        if (process != null) {
            process.destroy();
            awaitEnd(process);
        }
    }

    /** Ends it without a chance to say goodbye. */
    void kill() throws IOException {
        if (process != null) {
            process.destroyForcibly();
            awaitEnd(process);
        }
    }

    @Override
    public void close() throws IOException {
        console.stop();
        kill();
    }

    private KarafProcess configure(String name, Map<String, String> values, String extension) throws IOException {
        Path file = home.resolve("etc").resolve(name + "." + extension);
        Properties properties = new Properties(false);
        if (Files.exists(file)) {
            properties.load(file.toFile());
        }
        properties.putAll(values);
        properties.save(file.toFile());
        return this;
    }

    private static void awaitEnd(Process process) throws IOException {
        try {
            if (!process.waitFor(CALL_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("process %d does not end".formatted(process.pid()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void execute(String... command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        awaitEnd(process);
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
    }
}
