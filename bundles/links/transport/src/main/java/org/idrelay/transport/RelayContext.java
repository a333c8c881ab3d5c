package org.idrelay.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.idrelay.secrecy.Keyring;

/** What all endpoints of a transport share: the Camel context, the one event loop, the keys, and threads for what waits. */
final class RelayContext {

    /** How long stopping may take, of a route or of all. */
    static final int STOP_SECONDS = 10;

    private static final int HANDSHAKE_THREADS = 2;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("idrelay-loop", true), NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final ExecutorService names =
            Executors.newCachedThreadPool(new DefaultThreadFactory("idrelay-names", true));
    private final ThreadPoolExecutor handshakes = new ThreadPoolExecutor(
            HANDSHAKE_THREADS,
            HANDSHAKE_THREADS,
            STOP_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory("idrelay-handshakes", true));
    private final Keyring keyring;
    private final CamelContext camel;

    /** @param keyring what TLS endpoints prove their identity with */
    RelayContext(Keyring keyring) {
        this.keyring = keyring;
        handshakes.allowCoreThreadTimeOut(true);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader camels = DefaultCamelContext.class.getClassLoader();
        // Camel finds its parts through these two; nothing of ours is found by name
        thread.setContextClassLoader(camels);
        try {
            camel = new DefaultCamelContext(false);
            camel.setApplicationContextClassLoader(camels);
            camel.getCamelContextExtension().setName("idrelay");
            camel.setMessageHistory(false);
            camel.getShutdownStrategy().setTimeout(STOP_SECONDS);
            camel.getRegistry().bind("loop", group);
            camel.getRegistry().bind("forgetful", new ForgetfulCorrelation());
            // a frame for a route that is gone must not make the loop wait for the route's return
            camel.getComponent("direct", DirectComponent.class).setBlock(false);
            camel.start();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    CamelContext camel() {
        return camel;
    }

    EventLoop loop() {
        return loop;
    }

    Keyring keyring() {
        return keyring;
    }

    /** Threads for what takes long in a TLS handshake. */
    Executor handshakes() {
        return handshakes;
    }

    Executor names() {
        return names;
    }

    /** Returns once the loop has done what it was given before, or after a while. Not for the loop itself. */
    void settle() {
        loop.submit(() -> {}).awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }

    void stop() {
        camel.stop();
        names.shutdownNow();
        handshakes.shutdownNow();
        group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
