package org.idrelay.transport;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.CardReader;
import org.idrelay.link.Endpoint;
import org.idrelay.link.LinkHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes between a terminal and the readers of its container, and a link for each reader. */
@SuppressWarnings("FutureReturnValueIgnored") // what runs here catches its own failures
final class ReaderRoutes extends OpenEndpoint {

    /** A link that the terminal closed comes again after that time, as long as its reader is here. */
    private static final Logger log = LoggerFactory.getLogger(ReaderRoutes.class);

    private static final int AGAIN_MILLIS = 1000;

    /** Readers are the terminal's, and so is the limit of their drivers. */
    private static final String TERMINAL_FILE = "etc/org.idrelay.terminal.cfg";

    private final LinkHandler handler;
    private final IdentityHashMap<CardReader, ReaderDevice> devices = new IdentityHashMap<>();

    /** Belongs to the event loop. */
    private final IdentityHashMap<ReaderDevice, ReaderLink> links = new IdentityHashMap<>();

    private @Nullable RouteEntry in;
    private @Nullable RouteEntry out;

    ReaderRoutes(RelayContext context, Endpoint endpoint, LinkHandler handler) {
        super(context, endpoint);
        this.handler = handler;
    }

    @Override
    void open() throws Exception {
        addRoute(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(direct(inId()))
                        .routeId(inId())
                        .process(exchange -> link(exchange).deliver(frame(exchange)));
                from(direct(outId()))
                        .routeId(outId())
                        .process(exchange -> link(exchange).run(frame(exchange)));
            }
        });
        in = entry(inId());
        out = entry(outId());
    }

    @Override
    void add(CardReader reader, Driver driver) {
        int callMillis = endpoint().limits().callMillis();
        if (driver.callMillis() >= callMillis) {
            log.error(
                    "reader {} is not used: readerDeviceMillis in {}, {} ms, must exceed callMillis of its driver {},"
                            + " {} ms, which is waited for",
                    reader.name(),
                    TERMINAL_FILE,
                    callMillis,
                    driver.name(),
                    driver.callMillis());
        } else if (!devices.containsKey(reader)) {
            ReaderDevice device = new ReaderDevice(reader, driver.name());
            devices.put(reader, device);
            context().loop().execute(() -> openLink(device));
        }
    }

    @Override
    void remove(CardReader reader) {
        ReaderDevice device = devices.remove(reader);
        if (device != null) {
            stop(List.of(device), FailureCode.READER_GONE);
        }
    }

    @Override
    void close() throws Exception {
        stop(List.copyOf(devices.values()), FailureCode.TERMINAL_STOPPED);
        removeRoute(inId());
        removeRoute(outId());
        stop(in);
        stop(out);
    }

    /** First the terminal hears of it, then the device is let go. */
    private void stop(List<ReaderDevice> stopping, FailureCode code) {
        context().loop().execute(() -> stopping.forEach(device -> closeLink(device, code)));
        context().settle();
        stopping.forEach(ReaderDevice::stop);
    }

    private void openLink(ReaderDevice device) {
        ReaderLink link = new ReaderLink(
                context().loop(),
                endpoint(),
                handler,
                device,
                Objects.requireNonNull(in),
                Objects.requireNonNull(out),
                ended -> openAgain(device, ended));
        links.put(device, link);
        link.open();
    }

    private void closeLink(ReaderDevice device, FailureCode code) {
        ReaderLink link = links.remove(device);
        if (link != null) {
            link.end(code);
        }
    }

    private void openAgain(ReaderDevice device, ReaderLink ended) {
        context()
                .loop()
                .schedule(
                        () -> {
                            if (links.get(device) == ended) {
                                openLink(device);
                            }
                        },
                        AGAIN_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    private static ReaderLink link(Exchange exchange) {
        return property(exchange, ReaderLink.PROPERTY, ReaderLink.class);
    }
}
