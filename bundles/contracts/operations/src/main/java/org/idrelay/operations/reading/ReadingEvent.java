package org.idrelay.operations.reading;

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

    /** The record is here and goes to the sinks. The verifier that read the card has this number on the link. */
    record RecordRead(String reader, UUID session, long verifier, CardPresence presence, IdentityRecord record)
            implements ReadingEvent {}

    /**
     * A sink did not take a record, or there is none ({@code sink} is empty then): whoever stands at the reader is to know
     * that it was not shown or not kept.
     */
    record NotTaken(String reader, UUID session, String sink, FailureCode code) implements ReadingEvent {}

    /**
     * The session failed; the terminal reads again by itself if {@code retrying}. The verifier's number on the link is 0 if
     * none was leased.
     */
    record ReadFailed(String reader, UUID session, long verifier, FailureCode code, boolean retrying)
            implements ReadingEvent {}

    /** The card left the field; the reader looks for the next one. */
    record CardGone(String reader) implements ReadingEvent {}

    /** The reader itself came, went, or looks for cards or no longer does; what it did before is over. */
    record ReaderChanged(String reader, Change change) implements ReadingEvent {

        /** What became of a reader. */
        public enum Change {
            /** It was plugged in; {@link #STARTED} follows if it looks for cards. */
            CAME,
            /** It looks for cards. */
            STARTED,
            /** It looks for no card, and knows of none. */
            STOPPED,
            /** It is unplugged, or its driver is gone; {@link #STOPPED} came before if it looked for cards. */
            GONE
        }
    }
}
