package org.idrelay.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.idrelay.api.reader.CardReader;
import org.idrelay.wire.Endpoint;
import org.idrelay.wire.LinkHandler;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the Camel context and the one event loop of this container, and opens what the link handlers ask for, for as long
 * as they are registered. Routes come and go on a thread of their own, since opening a port blocks.
 */
@Component(
        service = {},
        immediate = true)
@SuppressWarnings("FutureReturnValueIgnored") // what runs here catches its own failures
public final class RelayTransport {

    /** What peers see of us in their greeting. */
    static final String SOFTWARE = "IdRelay 1";

    /** Name of the correlation manager in Camel's registry. */
    static final String CORRELATION = "forgetful";

    static final String SHARED_WORKER = "&workerGroup=#loop";
    static final String SHARED_LOOP = "&bossGroup=#loop" + SHARED_WORKER;

    private static final Logger log = LoggerFactory.getLogger(RelayTransport.class);
    private static final int REOPEN_MILLIS = 2000;
    private static final int STOP_SECONDS = 10;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("idrelay-loop", true), NioIoHandler.newFactory());
    private final EventLoop loop = (EventLoop) group.next();
    private final ScheduledExecutorService opening =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("idrelay-routes", true));
    private final DefaultCamelContext camel;

    /** These three belong to the thread that opens and closes; an endpoint is missing while its port cannot be had. */
    private final List<LinkHandler> handlers = new ArrayList<>();

    private final IdentityHashMap<LinkHandler, OpenEndpoint> open = new IdentityHashMap<>();
    private final IdentityHashMap<CardReader, String> readers = new IdentityHashMap<>();

    /** Starts the context; it opens nothing yet. */
    @Activate
    public RelayTransport() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader camels = DefaultCamelContext.class.getClassLoader();
        // Camel finds its parts through these two; nothing of ours is found by name
        thread.setContextClassLoader(camels);
        try {
            camel = new DefaultCamelContext(false);
            camel.getCamelContextExtension().setName("idrelay");
            camel.setApplicationContextClassLoader(camels);
            camel.setMessageHistory(false);
            camel.getShutdownStrategy().setTimeout(STOP_SECONDS);
            camel.getRegistry().bind("loop", group);
            camel.getRegistry().bind(CORRELATION, new ForgetfulCorrelation());
            camel.start();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Reference(name = "handler", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindHandler(LinkHandler handler) {
        add(handler);
    }

    void unbindHandler(LinkHandler handler) {
        remove(handler);
    }

    @Reference(
            name = "reader",
            service = CardReader.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindReader(CardReader reader, ServiceReference<CardReader> reference) {
        Object driver = reference.getProperty("driver");
        add(reader, driver == null ? reference.getBundle().getSymbolicName() : driver.toString());
    }

    void unbindReader(CardReader reader) {
        remove(reader);
    }

    /** Opens what the handler's endpoint asks for; while that cannot be had, tries again. */
    public void add(LinkHandler handler) {
        opening.execute(() -> {
            handlers.add(handler);
            loop.execute(() -> handler.started(loop));
            openIt(handler);
        });
    }

    /** Returns once the handler's port, links and routes are closed. */
    public void remove(LinkHandler handler) {
        await(() -> {
            handlers.remove(handler);
            OpenEndpoint endpoint = open.remove(handler);
            if (endpoint != null) {
                endpoint.close();
            }
        });
    }

    /** Offers a reader to the terminal, under the name of its driver. */
    public void add(CardReader reader, String driver) {
        opening.execute(() -> {
            readers.put(reader, driver);
            open.values().forEach(endpoint -> {
                if (endpoint instanceof ReaderRoutes routes) {
                    routes.add(reader, driver);
                }
            });
        });
    }

    /** Returns once no call to the reader begins any more. */
    public void remove(CardReader reader) {
        await(() -> {
            readers.remove(reader);
            for (OpenEndpoint endpoint : open.values()) {
                if (endpoint instanceof ReaderRoutes routes) {
                    routes.remove(reader);
                }
            }
        });
    }

    /** The Camel context, for those who count what passes the routes. */
    public CamelContext camel() {
        return camel;
    }

    @Deactivate
    public void close() {
        await(() -> {
            for (OpenEndpoint endpoint : open.values()) {
                endpoint.close();
            }
            open.clear();
            handlers.clear();
        });
        opening.shutdownNow();
        camel.stop();
        group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void openIt(LinkHandler handler) {
        if (!handlers.contains(handler) || open.containsKey(handler)) {
            return;
        }
        Endpoint endpoint = handler.endpoint();
        try {
            if (endpoint.mode() == Endpoint.Mode.READERS) {
                ReaderRoutes routes = new ReaderRoutes(camel, loop, handler);
                readers.forEach(routes::add);
                open.put(handler, routes);
            } else {
                open.put(handler, new NetworkRoutes(camel, loop, handler));
            }
        } catch (Exception e) {
            log.error("{}: cannot open {}: {}; trying again", endpoint.name(), endpoint.addresses(), rootCause(e));
            opening.schedule(() -> openIt(handler), REOPEN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private interface Closing {
        void run() throws Exception;
    }

    private void await(Closing action) {
        try {
            opening.submit(() -> {
                        action.run();
                        return null;
                    })
                    .get(2L * STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            log.error("closing failed: {}", rootCause(e));
        }
    }

    private static String rootCause(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
    }
}
