package org.idrelay.records;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL server for tests: its own data, a free port on loopback, a password. It refuses root: then it is nobody's. */
final class PostgresServer {

    static final String USER = "idrelay";
    static final String PASSWORD = "a password for tests";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path programs;
    private final Path home;
    private final int port;
    private @Nullable Process server;

    PostgresServer() throws IOException, InterruptedException {
        programs = programs().orElseThrow();
        home = Files.createTempDirectory("idrelay-postgres");
        try (ServerSocket free = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path password = Files.writeString(home.resolve("password"), PASSWORD);
        if (isRoot()) {
            finish(new ProcessBuilder("chown", "-R", "nobody", home.toString()));
        }
        finish(as(
                "initdb",
                "--pgdata=" + data(),
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-sync"));
        start();
    }

    /** Where Debian has the newest server's programs; empty where none is installed. */
    static Optional<Path> programs() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> found = Files.list(versions)) {
            return found.filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                    .max(Comparator.comparing(
                            version -> Integer.parseInt(version.toFile().getName())))
                    .map(version -> version.resolve("bin"));
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
    }

    Path data() {
        return home.resolve("data");
    }

    void start() throws IOException {
        server = as(
                        "postgres",
                        "-D",
                        data().toString(),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=")
                .start();
        Awaitility.await("PostgreSQL")
                .atMost(LIMIT)
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> {
                    connect().close();
                    return true;
                });
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), USER, PASSWORD);
    }

    /** Stops it and waits for its end; what runs in it is rolled back. */
    void stop() throws IOException, InterruptedException {
        Process running = server;
        if (running != null) {
            // SIGTERM would wait for the clients to go
            finish(new ProcessBuilder("kill", "-INT", Long.toString(running.pid())));
            if (!running.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
            server = null;
        }
    }

    /** Stops it and deletes its data. */
    void close() throws IOException, InterruptedException {
        stop();
        finish(new ProcessBuilder("rm", "-rf", home.toString(), log().toString()));
    }

    private ProcessBuilder as(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    }

    private void finish(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.start();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("%s failed: %s".formatted(command.command(), log()));
        }
    }

    private Path log() {
        return home.resolveSibling(home.getFileName() + ".log");
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }
}
