package org.idrelay.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A server in a Karaf of its own, from one distribution, with links on loopback without TLS. For one thread. */
final class ServerProcess implements AutoCloseable {

    private static final int STOP_SECONDS = 30;

    /** The line of the event loop in {@code jcmd PID Thread.print -e}: the thread's own counters. */
    private static final Pattern LOOP =
            Pattern.compile("\"idrelay-loop-[^\"]*\".* cpu=([0-9.]+)ms .*allocated=([0-9.]+)([KMG]) ");

    /**
     * What the event loop's thread used since it began.
     *
     * @param cpuMillis processor time
     * @param allocatedKilobytes of 1024 bytes
     */
    record LoopUse(double cpuMillis, double allocatedKilobytes) {
        LoopUse since(LoopUse start) {
            return new LoopUse(cpuMillis - start.cpuMillis, allocatedKilobytes - start.allocatedKilobytes);
        }
    }

    private final Path home;
    private final Process process;
    private final int terminals;
    private final ServerSocket hosts;

    private ServerProcess(Path home, Process process, int terminals, ServerSocket hosts) {
        this.home = home;
        this.process = process;
        this.terminals = terminals;
        this.hosts = hosts;
    }

    /** Unpacks a distribution into a new folder, and starts it with the server's feature alone. */
    static ServerProcess start(Path distribution, Path home) throws IOException {
        Files.createDirectories(home);
        run("tar", "-xzf", distribution.toString(), "-C", home.toString(), "--strip-components=1");
        Path etc = home.resolve("etc");
        edit(etc.resolve("org.apache.karaf.features.cfg"), "(?m)^featuresBoot *= *", "$0idrelay-server, ");
        edit(etc.resolve("org.idrelay.server.cfg"), "(?m)^tls = .*", "tls = off");
        edit(etc.resolve("org.idrelay.server.host-local.cfg"), "(?m)^tls = .*", "tls = off");
        ServerSocket hosts = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        int terminals = freePort();
        List<String> options = new ArrayList<>();
        for (String name : List.of("ssh", "http", "rmiRegistry", "rmiServer")) {
            options.add("-Didrelay.port." + name + "=" + freePort());
        }
        options.add("-Didrelay.port.terminals=" + terminals);
        options.add("-Didrelay.port.servers=" + hosts.getLocalPort());
        ProcessBuilder karaf = new ProcessBuilder(home.resolve("bin/karaf").toString(), "daemon");
        karaf.environment().put("JAVA_HOME", System.getProperty("java.home"));
        karaf.environment().put("EXTRA_JAVA_OPTS", String.join(" ", options));
        karaf.redirectErrorStream(true).redirectOutput(home.resolve("karaf.out").toFile());
        return new ServerProcess(home, karaf.start(), terminals, hosts);
    }

    /** Where terminals connect. */
    int terminals() {
        return terminals;
    }

    /** Where the server dials its verifier host. */
    ServerSocket hosts() {
        return hosts;
    }

    LoopUse loopUse() throws IOException {
        String threads = run(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                "Thread.print",
                "-e");
        Matcher loop = LOOP.matcher(threads);
        if (!loop.find()) {
            throw new IOException("no event loop among the server's threads");
        }
        double unit =
                switch (loop.group(3)) {
                    case "M" -> 1024;
                    case "G" -> 1024 * 1024;
                    default -> 1;
                };
        return new LoopUse(Double.parseDouble(loop.group(1)), Double.parseDouble(loop.group(2)) * unit);
    }

    @Override
    public void close() throws IOException {
        hosts.close();
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS)
                .join();
        process.destroyForcibly();
        run("rm", "-rf", home.toString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void edit(Path file, String pattern, String replacement) throws IOException {
        String text = Files.readString(file);
        String edited = text.replaceAll(pattern, replacement);
        if (edited.equals(text)) {
            throw new IOException(file.getFileName() + " has no " + pattern);
        }
        Files.writeString(file, edited);
    }

    private static String run(String... command) throws IOException {
        Process running = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed;
        try (var lines = running.inputReader(StandardCharsets.UTF_8)) {
            printed = lines.lines().collect(Collectors.joining("\n"));
        }
        if (running.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + printed);
        }
        return printed;
    }
}
