package org.idrelay.api.reading;

import java.util.UUID;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;

/** Something that happened at a reader. */
public sealed interface ReadingEvent {

    /** The reader's name. */
    String reader();

    /** A card was found and a session begins. */
    record CardFound(String reader, UUID session) implements ReadingEvent {}

    /** Every verifier that may serve is in use; this is the session's place among those that wait, from 1. */
    record Queued(String reader, UUID session, int position) implements ReadingEvent {}

    /** A step of the read is done; percent counts from 0 to 100. */
    record Progress(String reader, UUID session, int percent) implements ReadingEvent {}

    /** The record is here and has been given to the sinks. */
    record RecordRead(String reader, UUID session, CardPresence presence, IdentityRecord record)
            implements ReadingEvent {}

    /** The session failed; the terminal reads again by itself if {@code retrying}. */
    record ReadFailed(String reader, UUID session, FailureCode code, boolean retrying) implements ReadingEvent {}

    /** The card left the field; the reader looks for the next one. */
    record CardGone(String reader) implements ReadingEvent {}
}
