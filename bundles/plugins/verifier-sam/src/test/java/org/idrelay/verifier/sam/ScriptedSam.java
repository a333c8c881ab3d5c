package org.idrelay.verifier.sam;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.idrelay.api.Bytes;
import org.idrelay.card.HostFrame;
import org.idrelay.card.MalformedException;

/** A SAM of two answers: one to 11 FF, one to everything else. It never looks for a card. */
final class ScriptedSam implements AutoCloseable {

    private final ServerSocket host = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final ServerSocket rf = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final int selfTest;
    private final int anythingElse;
    final AtomicInteger selfTests = new AtomicInteger();

    ScriptedSam(int selfTest, int anythingElse) throws IOException {
        this.selfTest = selfTest;
        this.anythingElse = anythingElse;
        Thread thread = new Thread(this::serve, "scripted-sam");
        thread.setDaemon(true);
        thread.start();
    }

    int hostPort() {
        return host.getLocalPort();
    }

    int rfPort() {
        return rf.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        host.close();
        rf.close();
    }

    private void serve() {
        while (!host.isClosed()) {
            try (Socket hostLine = host.accept();
                    Socket rfLine = rf.accept()) {
                rfLine.setTcpNoDelay(true);
                answer(hostLine);
            } catch (IOException | MalformedException e) {
                // the next lines
            }
        }
    }

    private void answer(Socket line) throws IOException, MalformedException {
        DataInputStream in = new DataInputStream(line.getInputStream());
        while (true) {
            byte[] prefix = new byte[HostFrame.PREFIX_LENGTH];
            in.readFully(prefix);
            byte[] rest = new byte[HostFrame.restLength(Bytes.of(prefix))];
            in.readFully(rest);
            boolean asksForSelfTest = rest[0] == 0x11;
            int state = asksForSelfTest ? selfTest : anythingElse;
            line.getOutputStream()
                    .write(HostFrame.response(0, state, Bytes.EMPTY).encode().toArray());
            if (asksForSelfTest) {
                selfTests.incrementAndGet();
            }
        }
    }
}
