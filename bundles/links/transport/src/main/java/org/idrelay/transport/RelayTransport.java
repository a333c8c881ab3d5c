package org.idrelay.transport;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.idrelay.api.reader.CardReader;
import org.idrelay.link.Endpoint;
import org.idrelay.link.LinkHandler;
import org.idrelay.operations.LinkOperations.LinkInfo;
import org.idrelay.secrecy.Keyring;
import org.idrelay.wire.Names;
import org.idrelay.wire.Role;
import org.jspecify.annotations.Nullable;
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
 * Owns the Camel context and the one event loop of this container, and keeps open what the link handlers ask for, for as long
 * as they are registered. Opens and closes on a thread of its own, since that blocks; callable on any thread.
 */
@Component(service = RelayTransport.class, immediate = true)
@SuppressWarnings("FutureReturnValueIgnored") // what runs here catches its own failures
public final class RelayTransport {

    private static final Logger log = LoggerFactory.getLogger(RelayTransport.class);

    private final RelayContext context;
    private final ScheduledExecutorService opening =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("idrelay-routes", true));

    /** These two belong to the thread that opens and closes. */
    private final IdentityHashMap<LinkHandler, KeptOpen> endpoints = new IdentityHashMap<>();

    private final IdentityHashMap<CardReader, Driver> readers = new IdentityHashMap<>();

    /** Starts the context; opens nothing yet. */
    @Activate
    public RelayTransport(@Reference Keyring keyring) {
        context = new RelayContext(keyring);
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
        Object name = reference.getProperty("driver");
        Object callMillis = reference.getProperty(CardReader.CALL_MILLIS);
        add(
                reader,
                new Driver(
                        name == null ? reference.getBundle().getSymbolicName() : name.toString(),
                        callMillis instanceof Number millis ? millis.intValue() : 0));
    }

    void unbindReader(CardReader reader) {
        remove(reader);
    }

    /** Opens what the handler's endpoint asks for; while that cannot be had, tries again. */
    public void add(LinkHandler handler) {
        KeptOpen endpoint = new KeptOpen(context, opening, handler, readers);
        opening.execute(() -> {
            boolean shared = sharing();
            if (endpoints.putIfAbsent(handler, endpoint) == null) {
                endpoint.start();
            }
            if (!shared && sharing()) {
                log.warn("server and verifier host share this process: card data is not sealed from the server here; "
                        + "good for demonstrations and tests only");
            }
        });
    }

    /** Returns once the handler's port, links and routes are closed, and the handler has heard of it. */
    public void remove(LinkHandler handler) {
        await(() -> {
            KeptOpen endpoint = endpoints.remove(handler);
            if (endpoint != null) {
                endpoint.close();
            }
            return null;
        });
    }

    /**
     * Offers a reader to the terminal, whose driver does not say how long it may take.
     *
     * @param driver the name of its driver, for operators
     * @throws IllegalArgumentException if the reader's name is none
     */
    public void add(CardReader reader, String driver) {
        add(reader, new Driver(driver, 0));
    }

    void add(CardReader reader, Driver driver) {
        Names.check("reader", reader.name());
        opening.execute(() -> {
            readers.put(reader, driver);
            endpoints.values().forEach(endpoint -> endpoint.add(reader, driver));
        });
    }

    /** Returns once the terminal has heard that the reader is gone, and no call to it begins any more. */
    public void remove(CardReader reader) {
        await(() -> {
            readers.remove(reader);
            endpoints.values().forEach(endpoint -> endpoint.remove(reader));
            return null;
        });
    }

    /**
     * The port that an accepting endpoint listens on, once what was added before is open.
     *
     * @throws IllegalStateException if no endpoint of that name listens
     */
    public int boundPort(String endpointName) {
        OptionalInt port = await(() -> endpoints.values().stream()
                .flatMapToInt(endpoint -> endpoint.boundPort(endpointName).stream())
                .findFirst());
        return Objects.requireNonNullElse(port, OptionalInt.empty())
                .orElseThrow(() -> new IllegalStateException(endpointName + " does not listen"));
    }

    /** The links that are open now. */
    List<LinkInfo> links() {
        List<LinkInfo> links = await(() -> endpoints.values().stream()
                .flatMap(endpoint -> endpoint.links().stream())
                .toList());
        return Objects.requireNonNullElse(links, List.of());
    }

    /** Whether a verifier host of this container can be dialled by a server of this container. */
    boolean serverSharesHost() {
        return Boolean.TRUE.equals(await(this::sharing));
    }

    private boolean sharing() {
        return has(Role.SERVER, Endpoint.Mode.DIAL) && has(Role.VERIFIER_HOST, Endpoint.Mode.ACCEPT);
    }

    private boolean has(Role role, Endpoint.Mode mode) {
        return endpoints.keySet().stream()
                .map(LinkHandler::endpoint)
                .anyMatch(endpoint -> endpoint.self().role() == role && endpoint.mode() == mode);
    }

    Keyring keyring() {
        return context.keyring();
    }

    /** The Camel context, for those who count what passes the routes. */
    public CamelContext camel() {
        return context.camel();
    }

    /** Closes everything, in the end the context. */
    @Deactivate
    public void close() {
        await(() -> {
            for (KeptOpen endpoint : endpoints.values()) {
                endpoint.close();
            }
            endpoints.clear();
            return null;
        });
        opening.shutdownNow();
        context.stop();
    }

    /**
     * What an action gives that runs on the opening thread, in its turn; null if it fails, which is logged. The loop does not
     * wait for it: it has to do its part.
     */
    private <T> @Nullable T await(Callable<T> action) {
        Future<T> result = opening.submit(action);
        if (context.loop().inEventLoop()) {
            return null;
        }
        try {
            return result.get(2L * RelayContext.STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.error("closing failed: {}", RootCause.of(e));
        }
        return null;
    }
}
