package org.idrelay.terminal;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.idrelay.api.verifier.Capability;
import org.idrelay.card.SamScript;
import org.idrelay.operations.reading.ReadingEvent;

/** How far a session's read is, in percent; told only when it went on. */
final class ReadProgress {

    /** What the verifier's own card commands make up. */
    private static final int RELAYED_PERCENT = 60;

    /** How many of those come on top of the file reads: three that authenticate. */
    private static final int AUTHENTICATION_COMMANDS = 3;

    private final String reader;
    private final UUID session;
    private final int commands;
    private int relayed;
    private int told;

    ReadProgress(String reader, UUID session, Set<Capability> wanted) {
        this.reader = reader;
        this.session = session;
        this.commands = AUTHENTICATION_COMMANDS
                + SamScript.fileReads(wanted.contains(Capability.FINGERPRINT)).size();
    }

    /** One more of the verifier's card commands is done. */
    void relayed() {
        relayed = Math.min(relayed + 1, commands);
    }

    /**
     * What to tell, if anything.
     *
     * @param percent what is done without the verifier's card commands
     */
    List<Outcome> at(int percent) {
        int done = Math.min(100, percent + RELAYED_PERCENT * relayed / commands);
        if (done <= told) {
            return List.of();
        }
        told = done;
        return List.of(new Outcome.Tell(new ReadingEvent.Progress(reader, session, done)));
    }
}
