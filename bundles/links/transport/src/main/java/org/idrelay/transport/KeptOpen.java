package org.idrelay.transport;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.reader.CardReader;
import org.idrelay.link.Endpoint;
import org.idrelay.link.LinkHandler;
import org.idrelay.operations.LinkOperations.LinkInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps open what one link handler asks for, and tries again while that cannot be had. Lives on the thread that opens. */
@SuppressWarnings("FutureReturnValueIgnored") // what runs here catches its own failures
final class KeptOpen {

    private static final Logger log = LoggerFactory.getLogger(KeptOpen.class);

    private final RelayContext context;
    private final ScheduledExecutorService opening;
    private final LinkHandler handler;
    private final Endpoint endpoint;
    private final IdentityHashMap<CardReader, Driver> readers;
    private final Backoff backoff = new Backoff();
    private @Nullable OpenEndpoint open;
    private String said = "";
    private boolean closed;

    /** @param readers those that are here, with their drivers, as they are whenever this opens */
    KeptOpen(
            RelayContext context,
            ScheduledExecutorService opening,
            LinkHandler handler,
            IdentityHashMap<CardReader, Driver> readers) {
        this.context = context;
        this.opening = opening;
        this.handler = handler;
        this.readers = readers;
        endpoint = handler.endpoint();
    }

    void start() {
        context.loop().execute(() -> RoleCall.succeeds(endpoint.name(), () -> handler.started(context.loop())));
        open();
    }

    private void open() {
        if (closed) {
            return;
        }
        OpenEndpoint wanted = endpoint.mode() == Endpoint.Mode.READERS
                ? new ReaderRoutes(context, endpoint, handler)
                : new NetworkRoutes(context, endpoint, handler);
        try {
            wanted.checkNameIsFree();
            openOrTidy(wanted);
            open = wanted;
            readers.forEach(wanted::add);
            if (!said.isEmpty()) {
                log.info("{}: open now", endpoint.name());
            }
        } catch (Exception e) {
            String reason = RootCause.of(e);
            if (!reason.equals(said)) {
                said = reason;
                log.error("{}: cannot open {}: {}; trying on", endpoint.name(), endpoint.addresses(), reason);
            }
            opening.schedule(this::open, backoff.nextMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void close() throws Exception {
        closed = true;
        if (open != null) {
            open.close();
        }
    }

    void add(CardReader reader, Driver driver) {
        if (open != null) {
            open.add(reader, driver);
        }
    }

    void remove(CardReader reader) {
        if (open != null) {
            open.remove(reader);
        }
    }

    List<LinkInfo> links() {
        return open == null ? List.of() : open.links();
    }

    /** The port that the endpoint of that name listens on. */
    OptionalInt boundPort(String name) {
        return open != null && endpoint.name().equals(name) ? open.boundPort() : OptionalInt.empty();
    }

    private static void openOrTidy(OpenEndpoint wanted) throws Exception {
        try {
            wanted.open();
        } catch (Exception e) {
            wanted.close();
            throw e;
        }
    }
}
