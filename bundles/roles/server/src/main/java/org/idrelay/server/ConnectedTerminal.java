package org.idrelay.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.idrelay.api.Party;
import org.idrelay.link.Link;
import org.idrelay.operations.ServerOperations.TerminalInfo;

/** A terminal that has a link, with the sessions that are open on it. Lives on the event loop. */
final class ConnectedTerminal {

    /** Of so many sessions that ended we know that messages may still be under way. */
    private static final int REMEMBERED = 1024;

    /** Readers that are listed for operators; a terminal that makes up more is not worth the memory. */
    private static final int MAX_READERS = 64;

    private final Link link;
    private final Map<UUID, RelaySession> open = new LinkedHashMap<>();
    private final Set<UUID> ended = new LinkedHashSet<>();
    private final Set<String> readers = new TreeSet<>();
    private long reads;
    private long failures;

    ConnectedTerminal(Link link) {
        this.link = link;
    }

    Link link() {
        return link;
    }

    String identity() {
        return link.peer();
    }

    Optional<RelaySession> session(UUID id) {
        return Optional.ofNullable(open.get(id));
    }

    List<RelaySession> sessions() {
        return new ArrayList<>(open.values());
    }

    int size() {
        return open.size();
    }

    void add(RelaySession session) {
        open.put(session.id(), session);
        if (readers.size() < MAX_READERS) {
            readers.add(session.request().reader());
        }
    }

    /** A session is over. Unless the terminal itself ended it, its next messages may be under way already. */
    void closed(RelaySession session, Ending ending) {
        open.remove(session.id());
        if (ending.failure().isEmpty()) {
            reads++;
        } else {
            failures++;
        }
        if (ending.by() != Party.TERMINAL) {
            ended.add(session.id());
            if (ended.size() > REMEMBERED) {
                ended.remove(ended.iterator().next());
            }
        }
    }

    boolean hasEnded(UUID id) {
        return ended.contains(id);
    }

    TerminalInfo info() {
        return new TerminalInfo(identity(), link.address(), Set.copyOf(readers), open.size(), reads, failures);
    }
}
