package com.example.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.reading.ReadingListener;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.record.RecordSink;
import org.idrelay.api.record.SinkResult;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SimulatedCard;
import org.idrelay.simulator.SimulatedReader;
import org.idrelay.simulator.SyntheticPeople;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/**
 * A test's hand and eye within a container: lays simulated cards on the reader and tells what they heard, what the terminal
 * said, and which bundles were touched. One command a line on a loopback port; never tells card data.
 */
public final class CardProbe implements BundleActivator, ReadingListener {

    private static final int CRC_LENGTH = 2;

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<String> touched = new CopyOnWriteArrayList<>();
    private volatile ReadingEvent.RecordRead lastRead; // kept as a display would
    private BundleContext context;
    private ServerSocket accepting;
    private SimulatedCard card;
    private String readerName = "reader-1";
    private ServiceRegistration<RecordSink> fullSink;

    /** A store that has no room. */
    private static final class FullSink implements RecordSink {
        @Override
        public String name() {
            return "archive";
        }

        @Override
        public SinkResult deliver(IdentityRecord record, CardPresence presence) {
            return new SinkResult.Failed(FailureCode.STORE_FULL);
        }
    }

    @Override
    public void start(BundleContext started) throws IOException {
        context = started;
        context.registerService(ReadingListener.class, this, null);
        context.addBundleListener(event -> {
            if ((event.getType() & (BundleEvent.STOPPED | BundleEvent.UNRESOLVED | BundleEvent.UPDATED)) != 0) {
                touched.add(event.getBundle().getSymbolicName());
            }
        });
        accepting = new ServerSocket(
                Integer.parseInt(context.getProperty("idrelay.probe.port")), 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "card-probe");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void stop(BundleContext stopped) throws IOException {
        accepting.close();
    }

    @Override
    public void happened(ReadingEvent event) {
        long now = System.nanoTime();
        if (event instanceof ReadingEvent.RecordRead read) {
            lastRead = read;
            events.add(now + " READ " + read.session());
        } else if (event instanceof ReadingEvent.ReadFailed failed) {
            events.add(now + " FAILED " + failed.session() + " " + failed.code());
        } else if (event instanceof ReadingEvent.CardGone) {
            events.add(now + " GONE");
        }
    }

    private void serve() {
        while (!accepting.isClosed()) {
            try (Socket asking = accepting.accept();
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(asking.getInputStream(), StandardCharsets.UTF_8));
                    PrintWriter out = new PrintWriter(asking.getOutputStream(), true, StandardCharsets.UTF_8)) {
                String[] words = in.readLine().split(" ");
                List<String> lines =
                        switch (words[0]) {
                            case "insert" -> insert(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                            case "insertBriefly" ->
                                insertBriefly(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                            case "lift" -> lift();
                            case "at" -> at(words[1]);
                            case "addFullSink" -> addFullSink();
                            case "removeFullSink" -> removeFullSink();
                            case "card" -> card.log().stream().map(CardProbe::line).toList();
                            case "events" -> events;
                            case "touched" -> touched;
                            case "listeners" -> listeners();
                            default -> throw new IOException("unknown command");
                        };
                lines.forEach(out::println);
                out.println(".");
            } catch (Exception e) {
                // the asker gets no last line and says so
            }
        }
    }

    /** Lays a person's card on the reader; so many of its answers are lost on air first. */
    private List<String> insert(int person, int lost) throws Exception {
        events.clear();
        card = CardPersonaliser.issue(SyntheticPeople.all().get(person));
        SimulatedReader reader = reader();
        reader.insert(card);
        reader.fault(SimulatedReader.Fault.SILENCE, lost);
        return List.of();
    }

    /** Lays a person's card on the reader; it leaves once it has answered so many frames. */
    private List<String> insertBriefly(int person, int frames) throws Exception {
        insert(person, 0);
        reader().liftAfter(frames);
        return List.of();
    }

    private List<String> lift() throws Exception {
        reader().lift();
        return List.of();
    }

    private List<String> at(String reader) {
        readerName = reader;
        return List.of();
    }

    private List<String> addFullSink() {
        fullSink = context.registerService(RecordSink.class, new FullSink(), null);
        return List.of();
    }

    private List<String> removeFullSink() {
        fullSink.unregister();
        return List.of();
    }

    private List<String> listeners() throws Exception {
        return List.of(Integer.toString(
                context.getServiceReferences(ReadingListener.class, null).size()));
    }

    private SimulatedReader reader() throws Exception {
        for (ServiceReference<SimulatedReader> reference : context.getServiceReferences(SimulatedReader.class, null)) {
            SimulatedReader reader = context.getService(reference);
            if (reader.name().equals(readerName)) {
                return reader;
            }
        }
        throw new IOException("no such reader");
    }

    private static String line(SimulatedCard.RfEntry entry) {
        Bytes data = entry.frame().slice(0, entry.frame().length() - CRC_LENGTH);
        return "%d %s %s %s".formatted(entry.nanos(), entry.heard() ? "heard" : "said", kind(data), digest(data));
    }

    private static String kind(Bytes data) {
        if (data.equals(Bytes.ofHex("050000"))) {
            return "REQB";
        }
        if (data.at(0) == 0x1D) {
            return "ATTRIB";
        }
        return data.equals(Bytes.ofHex("00A40000026002")) ? "SELECT_6002" : "OTHER";
    }

    private static String digest(Bytes data) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(data.toArray());
            return HexFormat.of().formatHex(Arrays.copyOf(digest, 8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
