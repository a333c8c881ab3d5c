package org.idrelay.records;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.record.SinkResult;
import org.idrelay.card.MalformedException;
import org.idrelay.card.RecordLayout;
import org.idrelay.simulator.SyntheticPeople;
import org.idrelay.simulator.SyntheticPerson;

/** A store for tests: H2 in a folder unless told otherwise, a clock that stands until it is moved. One thread. */
final class TestStore implements AutoCloseable {

    static final String PASSWORD = "a password for tests";
    static final Duration RETENTION = Duration.ofDays(30);

    final StoreAudit audit = new StoreAudit();
    final StoreConnection connection;
    final RecordStore store;
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    TestStore(Path folder) {
        this(new H2Database(folder), keyFile(folder));
    }

    TestStore(Database database, KeySource keys) {
        this(new StoreConnection(database, keys), SealCipher.AES_256_GCM, EnumSet.allOf(Part.class));
    }

    TestStore(StoreConnection connection, SealCipher cipher, Set<Part> parts) {
        this.connection = connection;
        store = new RecordStore(new RecordStore.Settings(cipher, parts, RETENTION), connection, audit, () -> now);
    }

    static KeySource keyFile(Path folder) {
        return new Pkcs12File(folder.resolve("records.p12"), PASSWORD);
    }

    SinkResult deliver(SyntheticPerson person) {
        return store.deliver(record(person), newPresence());
    }

    /** Everybody there is, with fingerprints and without. */
    void deliverAll() {
        for (SyntheticPerson person : SyntheticPeople.all()) {
            if (!deliver(person).equals(new SinkResult.Taken())) {
                throw new AssertionError("not taken");
            }
        }
    }

    static SyntheticPerson person(int index) {
        return SyntheticPeople.all().get(index);
    }

    static List<SyntheticPerson> people() {
        return SyntheticPeople.all();
    }

    static IdentityRecord record(SyntheticPerson person) {
        try {
            return RecordLayout.parse(person.hostFrames());
        } catch (MalformedException | RecordLayout.UnsupportedDocumentException e) {
            throw new AssertionError(e);
        }
    }

    static CardPresence newPresence() {
        return new CardPresence(UUID.randomUUID(), "t-01", "reader-1");
    }

    @Override
    public void close() {
        connection.close();
    }
}
