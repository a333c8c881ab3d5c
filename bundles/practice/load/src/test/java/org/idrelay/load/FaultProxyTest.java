package org.idrelay.load;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault, between two ordinary sockets. */
class FaultProxyTest {

    /** What is to come, comes in that time; what is not to come is awaited that long. */
    private static final int PATIENCE_MILLIS = 10_000;

    private static final int SILENCE_MILLIS = 150;

    private ServerSocket target;
    private SelectorLoop loop;
    private FaultProxy proxy;
    private Socket caller;
    private Socket called;

    @BeforeEach
    void connect() throws IOException {
        target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        loop = new SelectorLoop("proxy");
        proxy = new FaultProxy(loop, target.getLocalSocketAddress(), 1);
        caller = call();
        called = target.accept();
        called.setSoTimeout(PATIENCE_MILLIS);
    }

    @AfterEach
    void close() throws IOException {
        caller.close();
        called.close();
        target.close();
        proxy.close();
        loop.close();
        assertEquals(0, loop.broken());
    }

    @Test
    void passesBothWaysAndTellsTheEnd() throws IOException {
        write(caller, 1, 2, 3);
        assertArrayEquals(new byte[] {1, 2, 3}, called.getInputStream().readNBytes(3));
        caller.shutdownOutput();
        assertEquals(-1, called.getInputStream().read());
        write(called, 4, 5);
        assertArrayEquals(new byte[] {4, 5}, caller.getInputStream().readNBytes(2));
        called.close();
        assertEquals(-1, caller.getInputStream().read());
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void delays() throws IOException {
        proxy.befall(Faults.delayed(120, 30));
        long begun = System.nanoTime();
        write(caller, 1);
        assertEquals(1, called.getInputStream().read());
        write(called, 2);
        assertEquals(2, caller.getInputStream().read());
        assertTrue(millisSince(begun) >= 240, millisSince(begun) + " ms there and back");
    }

    @Test
    void keepsTheOrderUnderJitterInSlices() throws Exception {
        proxy.befall(new Faults(1, 5, 100, 0));
        byte[] sent = new byte[100_000];
        new Random(1).nextBytes(sent);
        CompletableFuture<byte[]> came = CompletableFuture.supplyAsync(() -> {
            try {
                return called.getInputStream().readNBytes(sent.length);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        for (int at = 0; at < sent.length; at += 5000) {
            caller.getOutputStream().write(sent, at, 5000);
        }
        assertArrayEquals(sent, came.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
    }

    @Test
    void drips() throws IOException {
        proxy.befall(Faults.dripping(25));
        long begun = System.nanoTime();
        write(caller, 1, 2, 3, 4, 5);
        for (int i = 1; i <= 5; i++) {
            assertEquals(i, called.getInputStream().read());
            assertTrue(millisSince(begun) >= 25L * (i - 1), "byte " + i + " after " + millisSince(begun) + " ms");
        }
    }

    @Test
    void slices() throws IOException {
        proxy.befall(new Faults(0, 0, 2, 25));
        write(caller, 1, 2, 3, 4, 5, 6);
        byte[] buffer = new byte[6];
        assertTrue(called.getInputStream().read(buffer) <= 2);
    }

    @Test
    void stallsAndLosesNothing() throws IOException {
        proxy.stall();
        write(caller, 1);
        assertSilent(called);
        proxy.resume();
        assertEquals(1, called.getInputStream().read());
        write(called, 2);
        assertEquals(2, caller.getInputStream().read());
    }

    @Test
    void stallsConnectionsThatComeLater() throws IOException {
        proxy.stall();
        try (Socket later = call();
                Socket laterCalled = target.accept()) {
            write(later, 7);
            assertSilent(laterCalled);
            proxy.resume();
            assertEquals(7, laterCalled.getInputStream().read());
        }
    }

    @Test
    void cutsForBothEndsAndTakesNewConnections() throws IOException {
        proxy.cut();
        assertBroken(caller);
        assertBroken(called);
        try (Socket again = call();
                Socket calledAgain = target.accept()) {
            write(again, 1);
            assertEquals(1, calledAgain.getInputStream().read());
        }
    }

    @Test
    void refusesUntilItIsMended() throws IOException {
        proxy.cutAndRefuse();
        try (Socket refused = call()) {
            assertBroken(refused);
        }
        proxy.mend();
        try (Socket again = call();
                Socket calledAgain = target.accept()) {
            write(again, 1);
            assertEquals(1, calledAgain.getInputStream().read());
        }
    }

    @Test
    void leavesTheCallerAlone() throws IOException {
        write(caller, 1);
        assertEquals(1, called.getInputStream().read());
        proxy.leaveAlone(FaultProxy.End.CALLER);
        assertBroken(called);
        write(caller, 2);
        assertSilent(caller);
        write(caller, 3);
        assertEquals(1, proxy.connections());
        caller.close();
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void leavesTheCalledAlone() throws IOException {
        write(caller, 1);
        assertEquals(1, called.getInputStream().read());
        proxy.leaveAlone(FaultProxy.End.CALLED);
        assertBroken(caller);
        write(called, 2);
        assertSilent(called);
    }

    @Test
    void breaksTheCallersConnectionIfNobodyIsThere() throws IOException {
        target.close();
        try (Socket lost = call()) {
            assertBroken(lost);
        }
        assertEquals(1, proxy.connections());
    }

    private Socket call() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void write(Socket socket, int... values) throws IOException {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        socket.getOutputStream().write(bytes);
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** The end, or a reset, but not silence. */
    private static void assertBroken(Socket socket) {
        try {
            assertEquals(-1, socket.getInputStream().read());
        } catch (SocketTimeoutException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            // reset
        }
    }

    private static long millisSince(long begun) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }
}
