package org.idrelay.link;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.idrelay.api.Bytes;
import org.idrelay.api.Party;
import org.idrelay.operations.trace.TraceEvent;
import org.idrelay.operations.trace.TraceEvent.Action;
import org.idrelay.operations.trace.TraceEvent.Data;
import org.idrelay.operations.trace.TraceEvent.Passage;
import org.idrelay.operations.trace.TraceEvent.Recorder;
import org.idrelay.operations.trace.TraceSource;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;

/** Remembers what one role did in its newest sessions: sizes and salted digests, never card data. Safe on any thread. */
public final class TraceLog implements TraceSource {

    /** Sessions that are remembered. */
    private static final int MAX_SESSIONS = 128;

    /** Events that are remembered of one session: many times what a read needs. */
    private static final int MAX_EVENTS = 1024;

    private final Party party;
    private final Recorder recorder;
    private final Map<UUID, List<TraceEvent>> sessions = new LinkedHashMap<>();
    /** One for all messages: a new one for each is a tenth of the memory that a relayed message takes. */
    private final MessageDigest sha256 = sha256();

    private final List<Consumer<TraceEvent>> observers = new CopyOnWriteArrayList<>();

    /** A log of the role {@code party} with that name: the terminal's, the server's or the host's. */
    public TraceLog(Party party, String name) {
        this.party = party;
        this.recorder = new Recorder(party, name);
    }

    /** A message left for {@code to} as it is, clear or sealed. */
    public void sent(Frame frame, Party to, String note) {
        sent(frame, frame, to, note);
    }

    /** A message left for {@code to}, {@code onLink} as it stood on the link. */
    public void sent(Frame open, Frame onLink, Party to, String note) {
        message(Action.SENT, open, onLink, party, to, note);
    }

    /** A message came from {@code from} as it is, clear or sealed. */
    public void received(Frame frame, Party from, String note) {
        received(frame, frame, from, note);
    }

    /** A message came from {@code from}, {@code onLink} as it stood on the link. */
    public void received(Frame open, Frame onLink, Party from, String note) {
        message(Action.RECEIVED, open, onLink, from, party, note);
    }

    /** With this message the session key stands at this end. */
    public void agreed(Frame frame, String note) {
        decided(frame.header().session(), frame.header().term(), 0, TraceEvent.SESSION_KEY, Bytes.EMPTY, note);
    }

    /** Bytes went to or came from the card or the verifier's own RF side, in the given step. */
    public void exchanged(
            UUID session,
            long term,
            int step,
            Action action,
            Party from,
            Party to,
            String what,
            Bytes data,
            String note) {
        add(new TraceEvent(
                session,
                recorder,
                step,
                action,
                new Passage(from, to, what, term, TraceEvent.NO_SEQUENCE),
                new Data(data.length(), digest(session, data), TraceEvent.NO_DIGEST),
                note));
    }

    /** The role decided something about {@code data}, which may be empty. */
    public void decided(UUID session, long term, int step, String what, Bytes data, String note) {
        exchanged(session, term, step, Action.DECIDED, party, party, what, data, note);
    }

    @Override
    public Party party() {
        return party;
    }

    @Override
    public synchronized List<TraceEvent> events(UUID session) {
        return List.copyOf(sessions.getOrDefault(session, List.of()));
    }

    @Override
    public synchronized Optional<UUID> last() {
        return sessions().stream().findFirst();
    }

    @Override
    public synchronized List<UUID> sessions() {
        List<UUID> newestFirst = new ArrayList<>(sessions.keySet());
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    @Override
    public Following follow(Consumer<TraceEvent> observer) {
        observers.add(observer);
        return () -> observers.remove(observer);
    }

    private void message(Action action, Frame open, Frame onLink, Party from, Party to, String note) {
        Header header = open.header();
        add(new TraceEvent(
                header.session(),
                recorder,
                Steps.of(party, action, header.type()),
                action,
                new Passage(from, to, header.type().name(), header.term(), header.sequence()),
                new Data(
                        open.body().length(),
                        header.sealed() ? TraceEvent.NO_DIGEST : digest(header.session(), open.body()),
                        onLink.header().sealed() ? digest(header.session(), onLink.body()) : TraceEvent.NO_DIGEST),
                note));
    }

    private void add(TraceEvent event) {
        remember(event);
        observers.forEach(observer -> observer.accept(event));
    }

    private synchronized void remember(TraceEvent event) {
        List<TraceEvent> events = sessions.computeIfAbsent(event.session(), session -> new ArrayList<>());
        if (events.size() < MAX_EVENTS) {
            events.add(event);
        }
        if (sessions.size() > MAX_SESSIONS) {
            sessions.remove(sessions.keySet().iterator().next());
        }
    }

    private int digest(UUID session, Bytes data) {
        if (data.isEmpty()) {
            return TraceEvent.NO_DIGEST;
        }
        ByteBuffer salt = ByteBuffer.allocate(16)
                .putLong(session.getMostSignificantBits())
                .putLong(session.getLeastSignificantBits())
                .flip();
        synchronized (sha256) {
            sha256.update(salt);
            byte[] digest = sha256.digest(data.toArray());
            return Short.toUnsignedInt(ByteBuffer.wrap(digest).getShort());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
