package org.idrelay.demo;

import java.io.IOException;
import java.util.Dictionary;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.Party;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.operations.LinkOperations;
import org.idrelay.operations.ServerOperations;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.reading.ReadingListener;
import org.idrelay.operations.trace.TraceEvent;
import org.idrelay.operations.trace.TraceReport;
import org.idrelay.operations.trace.TraceSource;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SimulatedReader;
import org.idrelay.simulator.SyntheticPeople;
import org.idrelay.simulator.SyntheticPerson;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.FieldOption;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts one simulated card after the other on the reader and tells what happens. Runs on a thread of its own. */
@Component(service = ReadingListener.class, immediate = true)
public final class Demo implements ReadingListener {

    private static final Logger log = LoggerFactory.getLogger(Demo.class);
    private static final int VERIFIERS = 3;
    private static final int ROLES = 3;
    private static final int READY_SECONDS = 60;
    private static final int READ_SECONDS = 40;
    private static final int NEXT_CARD_MILLIS = 5000;

    private final DemoOutput output;
    private final SimulatedReader reader;
    private final ServerOperations server;
    private final LinkOperations links;
    private final ConfigurationAdmin configurations;
    private final BlockingQueue<ReadingEvent> events = new LinkedBlockingQueue<>();
    private final boolean traced = Boolean.getBoolean("idrelay.demo.trace");
    private final Thread thread = new Thread(this::run, "idrelay-demo");
    private long shown;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            fieldOption = FieldOption.REPLACE)
    private volatile List<TraceSource> traces = List.of();

    @Activate
    public Demo(
            @Reference DemoOutput output,
            @Reference SimulatedReader reader,
            @Reference ServerOperations server,
            @Reference LinkOperations links,
            @Reference ConfigurationAdmin configurations) {
        this.output = output;
        this.reader = reader;
        this.server = server;
        this.links = links;
        this.configurations = configurations;
        thread.start();
    }

    @Override
    public void happened(ReadingEvent event) {
        events.add(event);
    }

    @Deactivate
    void stop() {
        thread.interrupt();
        reader.lift();
    }

    private void run() {
        try {
            boolean good = awaitEverybody();
            if (good && Boolean.getBoolean("idrelay.demo.claims")) {
                output.exit(showClaims() ? 0 : 1);
            } else if (good && Boolean.getBoolean("idrelay.demo.once")) {
                output.exit(read(SyntheticPeople.all().get(0)).isPresent() ? 0 : 1);
            } else if (good) {
                readForEver();
            } else {
                output.exit(1);
            }
        } catch (InterruptedException e) {
            log.debug("the demo is stopped");
        } catch (IOException | RuntimeException e) {
            log.error("the demo failed", e);
            output.print("The demo failed: " + e.getClass().getName());
            output.exit(1);
        }
    }

    private void readForEver() throws InterruptedException {
        while (true) {
            for (SyntheticPerson person : SyntheticPeople.all()) {
                read(person);
                await(NEXT_CARD_MILLIS);
            }
        }
    }

    private boolean showClaims() throws InterruptedException, IOException {
        usePolicy("table");
        Optional<UUID> byTable = read(SyntheticPeople.all().get(0));
        usePolicy("idle");
        Optional<UUID> byIdle = read(SyntheticPeople.all().get(1));
        if (byTable.isEmpty() || byIdle.isEmpty()) {
            return false;
        }
        Claims claims = new Claims(logs(byTable.get()), logs(byIdle.get()), shown);
        output.print(claims.lines());
        return claims.allMet();
    }

    /** Waits until three verifiers are idle and the terminal has its link. */
    private boolean awaitEverybody() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (idleVerifiers() < VERIFIERS || server.terminals().isEmpty() || traces.size() < ROLES) {
            if (System.nanoTime() > deadline) {
                output.print("Not everybody is here: %d verifiers, %d terminals"
                        .formatted(idleVerifiers(), server.terminals().size()));
                return false;
            }
            await(100);
        }
        output.print("%d verifiers are idle: %s"
                .formatted(
                        VERIFIERS,
                        String.join(
                                ", ",
                                server.verifiers().stream()
                                        .map(v -> v.name())
                                        .sorted()
                                        .toList())));
        if (links.serverSharesHost()) {
            output.print("Server and verifier host share this process, so nothing is hidden from the server here.");
        }
        return true;
    }

    private long idleVerifiers() {
        return server.verifiers().stream()
                .filter(verifier -> verifier.state() == VerifierState.IDLE)
                .count();
    }

    /** Puts a card on the reader until it was read or failed for good; the session that read it. */
    private Optional<UUID> read(SyntheticPerson person) throws InterruptedException {
        events.clear();
        output.print("");
        output.print("A card is laid on " + reader.name() + ".");
        reader.insert(CardPersonaliser.issue(person));
        Optional<UUID> session = outcome();
        session.ifPresent(this::printSessionKey);
        session.filter(read -> traced).ifPresent(this::printTrace);
        reader.lift();
        awaitGone();
        return session;
    }

    private Optional<UUID> outcome() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READ_SECONDS);
        while (System.nanoTime() < deadline) {
            ReadingEvent event = events.poll(100, TimeUnit.MILLISECONDS);
            if (event instanceof ReadingEvent.RecordRead read) {
                shown++;
                output.print("Read in session " + read.session() + ".");
                return Optional.of(read.session());
            }
            if (event instanceof ReadingEvent.Queued queued) {
                output.print("Waiting for a verifier, place " + queued.position() + ".");
            }
            if (event instanceof ReadingEvent.ReadFailed failed) {
                output.print("%s: %s %s"
                        .formatted(
                                failed.code(),
                                failed.code().cause(),
                                failed.code().remedy()));
                if (!failed.retrying()) {
                    return Optional.empty();
                }
            }
        }
        output.print("Nothing was read in " + READ_SECONDS + " seconds.");
        return Optional.empty();
    }

    private void awaitGone() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READ_SECONDS);
        while (System.nanoTime() < deadline
                && !(events.poll(100, TimeUnit.MILLISECONDS) instanceof ReadingEvent.CardGone)) {
            // the terminal notices by itself
        }
    }

    private void printSessionKey(UUID session) {
        output.print(Claims.sessionKey(logs(session), Party.TERMINAL)
                .map(key -> "Sealed between terminal and verifier with %s.".formatted(key))
                .orElse("Not sealed: sessionKey = off."));
    }

    private void printTrace(UUID session) {
        output.print(new TraceReport(traces, session).steps());
    }

    private List<List<TraceEvent>> logs(UUID session) {
        return traces.stream()
                .map(source -> source.events(session))
                .filter(log -> !log.isEmpty())
                .toList();
    }

    private void usePolicy(String policy) throws IOException, InterruptedException {
        Configuration configuration = configurations.getConfiguration("org.idrelay.server", null);
        Dictionary<String, Object> properties =
                Objects.requireNonNull(configuration.getProperties(), "etc/org.idrelay.server.cfg");
        properties.put("policy", policy);
        configuration.update(properties);
        while (!server.explain("t-01", reader.name()).policy().equals(policy)) {
            await(50);
        }
        output.print("");
        output.print("Routing policy: " + policy);
    }

    private void await(int millis) throws InterruptedException {
        synchronized (this) {
            TimeUnit.MILLISECONDS.timedWait(this, millis);
        }
    }
}
