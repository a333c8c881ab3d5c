package com.example.reader.line;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.idrelay.api.Bytes;
import org.idrelay.api.reader.ReaderException;
import org.idrelay.simulator.SimulatedReader;

/** The reader that does not exist: speaks its lines in front of a simulated field. */
public final class LineDevice implements AutoCloseable {

    /** Where cards are laid. */
    public final SimulatedReader field = new SimulatedReader("field");

    private final ServerSocket accepting = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private volatile Optional<String> canned = Optional.empty();

    /** Listens on a free loopback port. */
    public LineDevice() throws IOException {
        Thread thread = new Thread(this::serve, "line-device");
        thread.setDaemon(true);
        thread.start();
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(accepting.getInetAddress(), accepting.getLocalPort());
    }

    /** From now on every line is answered by this one; an empty one closes the connection. */
    public void answer(String line) {
        canned = Optional.of(line);
    }

    public void mend() {
        canned = Optional.empty();
    }

    @Override
    public void close() throws IOException {
        accepting.close();
    }

    private void serve() {
        while (!accepting.isClosed()) {
            try (Socket socket = accepting.accept();
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    String answer = canned.isPresent() ? canned.get() : perform(line);
                    if (answer.isEmpty()) {
                        break;
                    }
                    socket.getOutputStream().write((answer + "\n").getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                // the driver went, or this is closed
            }
        }
    }

    private String perform(String line) {
        try {
            String[] words = line.split(" ", -1);
            if (!words[0].equals("X")) {
                field.field(words[0].equals("ON"));
                return "OK";
            }
            return field.exchange(Bytes.ofHex(words[2]), Integer.parseInt(words[1]))
                    .map(answer -> "A " + answer.toHex())
                    .orElse("N");
        } catch (ReaderException | InterruptedException e) {
            return "E " + e.getMessage();
        }
    }
}
