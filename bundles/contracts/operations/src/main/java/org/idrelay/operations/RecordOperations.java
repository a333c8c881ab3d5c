package org.idrelay.operations;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.idrelay.api.record.DocumentType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The record store of this container's terminal. Offered by the store while it is switched on; blocks on its database.
 * Everything that concerns a person is written to the audit trail under the name that the caller gives.
 */
@ProviderType
public interface RecordOperations {

    /** How many records are kept, and how the store is. */
    StoreStatus status() throws StoreException;

    /** What is kept of a document, newest first: found by the keyed digest of its number. */
    List<StoredRecord> find(String number, String who) throws StoreException;

    /**
     * One record for its subject, as JSON: fields, photo and fingerprints as far as they are kept, and when and where it was
     * read.
     *
     * @throws StoreException STORE_NOTHING if there is no such record
     */
    String export(UUID id, String who) throws StoreException;

    /** Erases all that is kept of a document: its data keys go, then its rows. Returns how many records that were. */
    int erase(String number, String who) throws StoreException;

    /** Erases what is older than the retention time, as the store does by itself from time to time. */
    int purge() throws StoreException;

    /**
     * The store.
     *
     * @param database what keeps it, without user and password
     * @param schemaVersion the newest migration that was made
     * @param records how many are kept
     * @param retentionDays how long
     */
    record StoreStatus(String database, int schemaVersion, long records, int retentionDays) {}

    /** A record that is kept, without what it says. */
    record StoredRecord(
            UUID id,
            DocumentType type,
            Instant read,
            String terminal,
            String reader,
            boolean photo,
            boolean fingerprints) {}
}
