package org.idrelay.operations.audit;

/**
 * Something that happened to a record.
 *
 * @param action what happened
 * @param who the user who saw it, or the terminal for a read
 * @param terminal the terminal's identity; empty if none is concerned
 * @param reader the reader's name; empty if none is concerned
 * @param verifier the verifier that read the card; empty if none is concerned
 * @param outcome {@code ok}, or the name of a {@link org.idrelay.api.FailureCode}
 * @param number the record's number; empty if there is none. Only its keyed digest is written
 */
public record AuditEntry(
        Action action, String who, String terminal, String reader, String verifier, String outcome, String number) {

    /** What happens to records. */
    public enum Action {
        /** A card was read, or its read failed for good. */
        READ,
        /** Somebody was shown a record. */
        LOOK,
        /** A record was handed out for its subject. */
        EXPORT,
        /** Somebody's records were erased. */
        ERASE,
        /** Records went because their time was over. */
        PURGE
    }

    /** What happened, not to whom. */
    @Override
    public String toString() {
        return "audit entry " + action;
    }
}
