package org.idrelay.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.idrelay.api.Party;
import org.idrelay.api.record.RecordSink;
import org.idrelay.api.settings.Settings;
import org.idrelay.api.verifier.Capability;
import org.idrelay.link.Endpoint;
import org.idrelay.link.LinkHandler;
import org.idrelay.link.RoleLoop;
import org.idrelay.link.TraceLog;
import org.idrelay.link.WaitLimit;
import org.idrelay.link.WaitOrder;
import org.idrelay.operations.reading.CardReading;
import org.idrelay.operations.reading.ReaderStatus;
import org.idrelay.operations.reading.ReadingListener;
import org.idrelay.operations.trace.TraceSource;
import org.idrelay.secrecy.Keyring;
import org.idrelay.secrecy.SessionKeySettings;
import org.idrelay.secrecy.SessionWork;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The terminal of this container: wires readers, server, sinks and listeners together. Its methods may be called on any
 * thread; everything about a read happens on the event loop that the links bring.
 */
@Component(
        service = CardReading.class,
        immediate = true,
        configurationPid = Terminal.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Terminal.Config.class)
public final class Terminal implements CardReading {

    static final String PID = "org.idrelay.terminal";

    private static final Logger log = LoggerFactory.getLogger(Terminal.class);

    /** The orders of steps that this version knows. */
    private enum KnownOrder {
        LITERAL
    }

    /** How many card commands this version puts into a message. */
    private enum KnownCommands {
        ONE
    }

    /** The keys of {@code etc/org.idrelay.terminal.cfg}. */
    @ObjectClassDefinition(name = "IdRelay terminal")
    @interface Config {
        @AttributeDefinition(description = "This terminal's name towards servers.")
        String identity() default "t-01";

        @AttributeDefinition(description = "Servers as host:port, separated by commas; tried in turn.")
        String servers() default "127.0.0.1:7201";

        @AttributeDefinition(description = "Whether the server's link is TLS 1.3: required, off.")
        String tls() default "required";

        @AttributeDefinition(description = "Whether sessions are sealed between terminal and verifier: required, off.")
        String sessionKey() default "required";

        @AttributeDefinition(description = "Suites that may seal them, separated by commas; the verifier chooses.")
        String sessionKeySuites() default "TLS_SM4_GCM_SM3,TLS_AES_256_GCM_SHA384";

        @AttributeDefinition(description = "What is read, separated by commas: text-photo, fingerprint, address.")
        String wanted() default "text-photo";

        @AttributeDefinition(description = "0 is served first among those that wait for a verifier, 255 last.")
        int priorityClass() default 1;

        @AttributeDefinition(description = "The order of the steps. This version knows literal only.")
        String order() default "literal";

        @AttributeDefinition(description = "Card commands per message. This version knows one only.")
        String commands() default "one";

        @AttributeDefinition(description = "Whether a reader looks for cards as soon as it is there.")
        boolean autoStart() default true;

        @AttributeDefinition(description = "Milliseconds from one find command to the next.")
        int pollIntervalMillis() default 300;

        @AttributeDefinition(description = "Milliseconds that a card has to answer a find command.")
        int pollTimeoutMillis() default 30;

        @AttributeDefinition(description = "Milliseconds that a card has to answer any other command.")
        int cardTimeoutMillis() default 200;

        @AttributeDefinition(description = "Milliseconds that are waited for a reader beyond the card's time.")
        int readerAnswerMillis() default 2000;

        @AttributeDefinition(description = "Milliseconds that a reader's driver may take beyond the card's time.")
        int readerDeviceMillis() default 1700;

        @AttributeDefinition(description = "Milliseconds that a card is likely to stay: the deadline in the queue.")
        int cardStayMillis() default 8000;

        @AttributeDefinition(description = "Milliseconds that server and verifier may take for an answer.")
        int answerTimeoutMillis() default 6000;

        @AttributeDefinition(description = "Milliseconds between two questions to a card that was read: still there?")
        int presenceIntervalMillis() default 500;

        @AttributeDefinition(description = "How often a card is read again by itself after a failure.")
        int maxRereads() default 3;

        @AttributeDefinition(description = "Milliseconds before the first reread; twice as long before the second.")
        int rereadPauseMillis() default 300;

        @AttributeDefinition(description = "Milliseconds without a message to the server before a Ping leaves.")
        int heartbeatMillis() default 5000;
    }

    private final RoleLoop loop = new RoleLoop();
    private final TerminalSettings settings;
    private final TraceLog trace;
    private final Delivery delivery = new Delivery();
    private final ExecutorService workers = SessionWork.workers("idrelay-terminal-session-key");
    private final ServerTransceiver server;
    private final ReaderLinks readers;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private @Nullable WaitOrder order;

    @Activate
    public Terminal(Config config, @Reference Keyring keyring) {
        this(settings(config), keyring);
    }

    /** A terminal outside OSGi: its {@link #handlers} are to be given to whoever opens links. */
    public Terminal(TerminalSettings settings, Keyring keyring) {
        this.settings = settings;
        trace = new TraceLog(Party.TERMINAL, settings.identity());
        server = new ServerTransceiver(settings, keyring, workers, loop, trace);
        readers = new ReaderLinks(settings, loop, server, delivery, trace);
    }

    /** What is to be opened: the link to the server and those to the readers. */
    public List<LinkHandler> handlers() {
        return List.of(server, readers);
    }

    /** What this terminal did in its newest sessions. */
    public TraceSource trace() {
        return trace;
    }

    /** Called after every sink and listener that is there already is bound: the first record misses none of them. */
    @Activate
    void open(BundleContext bundles) {
        if (!settings.sessionKey().required()) {
            log.warn(SessionKeySettings.OFF_WARNING);
        }
        int millis = settings.reading().answerTimeoutMillis();
        WaitLimit waits = new WaitLimit(Party.TERMINAL, Settings.of(PID), "answerTimeoutMillis", millis);
        order = WaitOrder.enter(bundles, waits, () -> register(bundles));
    }

    private synchronized void register(BundleContext bundles) {
        registrations.add(bundles.registerService(TraceSource.class, trace, null));
        handlers().forEach(handler -> registrations.add(bundles.registerService(LinkHandler.class, handler, null)));
    }

    /** Ends every session with TERMINAL_STOPPED and lets go of everything. */
    @Deactivate
    public void close() {
        if (order != null) {
            order.close();
        }
        readers.stop();
        unregister();
        delivery.close();
        workers.shutdown();
    }

    private synchronized void unregister() {
        registrations.forEach(ServiceRegistration::unregister);
        registrations.clear();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addSink(RecordSink sink) {
        delivery.add(sink);
    }

    public void removeSink(RecordSink sink) {
        delivery.remove(sink);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addListener(ReadingListener listener) {
        delivery.add(listener);
    }

    public void removeListener(ReadingListener listener) {
        delivery.remove(listener);
    }

    @Override
    public String terminal() {
        return settings.identity();
    }

    @Override
    public List<ReaderStatus> readers() {
        return readers.statuses();
    }

    @Override
    public void start(String reader) {
        readers.with(reader, ReaderLane::start);
    }

    @Override
    public void stop(String reader) {
        readers.with(reader, ReaderLane::stop);
    }

    @Override
    public CompletionStage<List<String>> test(String reader) {
        CompletableFuture<List<String>> told = new CompletableFuture<>();
        if (readers().stream().noneMatch(status -> status.name().equals(reader))) {
            told.completeExceptionally(new IllegalArgumentException("this terminal has no reader " + reader));
        } else {
            readers.with(reader, lane -> lane.test(told));
        }
        return told;
    }

    private static TerminalSettings settings(Config config) {
        Settings file = Settings.of(PID);
        file.choice("order", config.order(), KnownOrder.class);
        file.choice("commands", config.commands(), KnownCommands.class);
        List<String> servers = file.someOf("servers", config.servers());
        return new TerminalSettings(
                config.identity(),
                new TerminalSettings.Server(
                        servers,
                        Endpoint.Security.of(file, config.tls()),
                        file.atLeast("heartbeatMillis", config.heartbeatMillis(), 1)),
                SessionKeySettings.of(
                        file, config.sessionKey(), config.sessionKeySuites(), Endpoint.areLoopback(servers)),
                config.autoStart(),
                new TerminalSettings.Air(
                        file.atLeast("pollIntervalMillis", config.pollIntervalMillis(), 10),
                        file.atLeast("pollTimeoutMillis", config.pollTimeoutMillis(), 1),
                        file.atLeast("cardTimeoutMillis", config.cardTimeoutMillis(), 1),
                        file.outlasts(
                                "readerAnswerMillis",
                                config.readerAnswerMillis(),
                                "readerDeviceMillis",
                                config.readerDeviceMillis()),
                        file.atLeast("readerDeviceMillis", config.readerDeviceMillis(), 1)),
                new TerminalSettings.Reading(
                        wanted(file, config.wanted()),
                        file.within("priorityClass", config.priorityClass(), 0, 255),
                        file.atLeast("cardStayMillis", config.cardStayMillis(), 1),
                        file.atLeast("answerTimeoutMillis", config.answerTimeoutMillis(), 1),
                        file.atLeast("presenceIntervalMillis", config.presenceIntervalMillis(), 1),
                        file.atLeast("maxRereads", config.maxRereads(), 0),
                        file.atLeast("rereadPauseMillis", config.rereadPauseMillis(), 1)));
    }

    private static Set<Capability> wanted(Settings file, String value) {
        Set<Capability> wanted = file.choices("wanted", value, Capability.class);
        if (wanted.isEmpty()) {
            throw file.refused("wanted", "is empty, and at least one is wanted");
        }
        return wanted;
    }
}
