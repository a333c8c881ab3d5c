package org.idrelay.reader.pcsc;

import com.sun.jna.Function;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A pcscd of our own with vpcd's two virtual readers. It has a mount namespace in which /run/pcscd is a folder of ours, so the
 * machine's own daemon is not touched; this JVM's client library is told of its socket.
 */
final class PrivateDaemon implements AutoCloseable {

    private static final String DRIVER = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so";

    /** What the client library remembers for as long as the JVM lives. */
    private static final Path RUN = socketFolder();

    private final Path configuration;
    private final int port;
    private @Nullable Process process;

    /** A daemon for a test that is skipped, or fails, where the programs are missing. */
    static PrivateDaemon required() throws IOException {
        OutsideProgram.require(
                List.of("/usr/sbin/pcscd", "/usr/bin/unshare", DRIVER), "pcscd, vsmartcard-vpcd and util-linux");
        return new PrivateDaemon();
    }

    PrivateDaemon() throws IOException {
        configuration = Files.createTempDirectory("idrelay-pcscd-conf");
        port = freePorts();
        serve("Virtual PCD");
    }

    /** What its readers are called after the next start. */
    void serve(String readers) throws IOException {
        Files.writeString(configuration.resolve("vpcd"), """
                FRIENDLYNAME "%s"
                DEVICENAME /dev/null:0x%X
                LIBPATH %s
                CHANNELID 0x%X
                """.formatted(readers, port, DRIVER, port));
    }

    /** The port on which the driver awaits the card side of a slot, 0 or 1. */
    int port(int slot) {
        return port + slot;
    }

    void start() throws IOException {
        Files.deleteIfExists(RUN.resolve("pcscd.comm"));
        Files.deleteIfExists(RUN.resolve("pcscd.pid"));
        String rights = "root".equals(System.getProperty("user.name")) ? "-m" : "-rm";
        process = new ProcessBuilder(
                        "unshare",
                        rights,
                        "sh",
                        "-c",
                        "mkdir -p /run/pcscd && mount --bind \"$0\" /run/pcscd && exec /usr/sbin/pcscd -f -c \"$1\"",
                        RUN.toString(),
                        configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(configuration.resolve("log").toFile())
                .start();
        Pcsc pcsc = new Pcsc("");
        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .ignoreException(PcscException.class)
                .until(() -> {
                    try (PcscContext context = new PcscContext(pcsc)) {
                        return context.readers().size() == 2;
                    }
                });
    }

    void stop() {
        if (process != null) {
            process.destroy();
            try {
                process.onExit().orTimeout(2, TimeUnit.SECONDS).join();
            } catch (CompletionException e) {
                process.destroyForcibly().onExit().join();
            }
            process = null;
        }
    }

    @Override
    public void close() throws IOException {
        stop();
        Files.deleteIfExists(configuration.resolve("vpcd"));
        Files.deleteIfExists(configuration.resolve("log"));
        Files.deleteIfExists(configuration);
    }

    static Path socket() {
        return RUN.resolve("pcscd.comm");
    }

    private static Path socketFolder() {
        try {
            Path folder = Files.createTempDirectory("idrelay-pcscd");
            folder.toFile().deleteOnExit();
            Function.getFunction("c", "setenv").invokeInt(new Object[] {
                "PCSCLITE_CSOCK_NAME", folder.resolve("pcscd.comm").toString(), 1
            });
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two ports in a row that nobody uses. */
    private static int freePorts() throws IOException {
        while (true) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ServerSocket second =
                            new ServerSocket(first.getLocalPort() + 1, 1, InetAddress.getLoopbackAddress())) {
                return second.getLocalPort() - 1;
            } catch (IOException e) {
                // taken: the next pair
            }
        }
    }
}
