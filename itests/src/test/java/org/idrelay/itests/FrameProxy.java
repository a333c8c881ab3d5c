package org.idrelay.itests;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.SocketFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import org.idrelay.secrecy.Credentials;
import org.idrelay.secrecy.Keyring;
import org.idrelay.wire.Frame;
import org.idrelay.wire.FrameCodec;
import org.idrelay.wire.Role;
import org.idrelay.wire.WireException;

/** Stands between two parties of the relay protocol: delays every frame, and can cut or hold what passes. */
final class FrameProxy implements AutoCloseable {

    private final ServerSocket accepting;
    private final SocketFactory calling;
    private final int targetPort;
    private final int delayMillis;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Passed> passed = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;
    private volatile Meddler meddler = List::of;

    /** Listens on a free loopback port and passes everything on to {@code targetPort}, each frame that much later. */
    FrameProxy(int targetPort, int delayMillis) throws IOException {
        this(
                targetPort,
                delayMillis,
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                SocketFactory.getDefault());
    }

    /**
     * The same inside TLS: towards the caller it is the called, towards the called it is the caller, with keys that both
     * trust.
     */
    static FrameProxy insideTls(int targetPort, int delayMillis, Keyring keys, Role caller, Role called)
            throws IOException {
        SSLContext accepting = context(keys, called, caller);
        SSLContext calling = context(keys, caller, called);
        SSLServerSocket server = (SSLServerSocket)
                accepting.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(true);
        return new FrameProxy(targetPort, delayMillis, server, calling.getSocketFactory());
    }

    private FrameProxy(int targetPort, int delayMillis, ServerSocket accepting, SocketFactory calling) {
        this.targetPort = targetPort;
        this.delayMillis = delayMillis;
        this.accepting = accepting;
        this.calling = calling;
        thread("accepting", this::accept);
    }

    private static SSLContext context(Keyring keys, Role self, Role peer) throws IOException {
        try {
            Credentials credentials = keys.of(self).orElseThrow();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {credentials.linkKeys()}, new TrustManager[] {credentials.linkTrust(peer)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    int port() {
        return accepting.getLocalPort();
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    /**
     * A frame that came by.
     *
     * @param nanos when, by {@link System#nanoTime}, before it was passed on
     */
    record Passed(long nanos, Frame frame) {}

    /** What becomes of a frame on its way: those that are passed on instead of it, perhaps none. */
    interface Meddler {
        List<Frame> passes(Frame frame);
    }

    /** From now on frames are changed on their way. */
    void meddle(Meddler with) {
        meddler = with;
    }

    /** Every frame that passed, in both directions. */
    List<Passed> passed() {
        return List.copyOf(passed);
    }

    /** Closes every connection, as a cut cable that is noticed; while refusing, new ones are closed at once. */
    void cut(boolean refuseNew) {
        refusing = refuseNew;
        sockets.forEach(FrameProxy::closeQuietly);
        sockets.clear();
    }

    /** Takes connections again. */
    void mend() {
        refusing = false;
    }

    @Override
    public void close() throws IOException {
        accepting.close();
        cut(true);
    }

    private void accept() {
        while (!accepting.isClosed()) {
            try {
                Socket client = accepting.accept();
                if (refusing) {
                    client.close();
                    continue;
                }
                Socket target = calling.createSocket(InetAddress.getLoopbackAddress(), targetPort);
                sockets.addAll(List.of(client, target));
                thread("up", () -> pump(client, target));
                thread("down", () -> pump(target, client));
            } catch (IOException e) {
                // closed, or the target is not there: the dialler tries again
            }
        }
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.setTcpNoDelay(true);
            to.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(from.getInputStream());
            DataOutputStream out = new DataOutputStream(to.getOutputStream());
            while (true) {
                int length =
                        FrameCodec.checkedLength(Integer.toUnsignedLong(in.readInt()), FrameCodec.MAX_FRAME_LENGTH);
                byte[] frame = new byte[FrameCodec.LENGTH_SIZE + length];
                ByteBuffer.wrap(frame).putInt(length);
                in.readFully(frame, FrameCodec.LENGTH_SIZE, length);
                Passed came = new Passed(System.nanoTime(), FrameCodec.decode(ByteBuffer.wrap(frame)));
                passed.add(came);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delayMillis));
                for (Frame passes : meddler.passes(came.frame())) {
                    out.write(FrameCodec.encode(passes).array());
                }
                out.flush();
            }
        } catch (IOException | WireException e) {
            // one side closed: try-with-resources closes the other
        }
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, "proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
