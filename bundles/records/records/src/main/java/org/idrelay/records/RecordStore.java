package org.idrelay.records;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.record.RecordSink;
import org.idrelay.api.record.SinkResult;
import org.idrelay.operations.RecordOperations;
import org.idrelay.operations.StoreException;
import org.idrelay.operations.audit.AuditEntry;
import org.idrelay.records.RecordTables.SealedPart;
import org.idrelay.records.RecordTables.Some;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps records sealed, and finds, hands out and erases them. Any thread; blocks on the database. */
final class RecordStore implements RecordSink, RecordOperations {

    private static final Logger log = LoggerFactory.getLogger(RecordStore.class);
    private static final String OK = "ok";

    /**
     * What is kept, and how.
     *
     * @param cipher what new parts are sealed with
     * @param parts which parts of a record are kept
     * @param retention how long
     */
    record Settings(SealCipher cipher, Set<Part> parts, Duration retention) {}

    private final Settings settings;
    private final StoreConnection connection;
    private final StoreAudit audit;
    private final InstantSource clock;

    RecordStore(Settings settings, StoreConnection connection, StoreAudit audit, InstantSource clock) {
        this.settings = settings;
        this.connection = connection;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "record store";
    }

    @Override
    public SinkResult deliver(IdentityRecord record, CardPresence presence) {
        try {
            connection.run((tables, keys) ->
                    tables.find(Some.ofPresence(presence.id())).isEmpty() ? insert(record, presence, tables, keys) : 0);
            return new SinkResult.Taken();
        } catch (StoreException e) {
            log.error("a record is not kept: {}: {}", e.code(), e.getMessage());
            return new SinkResult.Failed(e.code());
        }
    }

    private int insert(IdentityRecord record, CardPresence presence, RecordTables tables, StoreKeys keys)
            throws SQLException, StoreException {
        UUID id = UUID.randomUUID();
        byte[] dataKey = settings.cipher().newKey();
        tables.insert(
                new StoredRecord(
                        id,
                        record.type(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        presence.terminal(),
                        presence.reader(),
                        false,
                        false),
                presence.id(),
                keys.digest(record.number()),
                keys.wrap(id, dataKey));
        for (Part part : settings.parts()) {
            byte[] plain = part.of(record);
            if (plain.length > 0) {
                byte[] sealed = settings.cipher().seal(dataKey, part.boundTo(id, Part.FORMAT), plain);
                tables.insert(id, part, new SealedPart(Part.FORMAT, settings.cipher(), Bytes.of(sealed)));
            }
        }
        return 1;
    }

    @Override
    public StoreStatus status() throws StoreException {
        return connection.run((tables, keys) ->
                new StoreStatus(connection.database(), Migrations.version(tables.connection()), tables.count(), (int)
                        settings.retention().toDays()));
    }

    @Override
    public List<StoredRecord> find(String number, String who) throws StoreException {
        return connection.run((tables, keys) -> {
            List<StoredRecord> found = tables.find(Some.withNumber(keys.digest(number)));
            audit.write(new AuditEntry(AuditEntry.Action.LOOK, who, "", "", "", OK, number));
            return found;
        });
    }

    @Override
    public String export(UUID id, String who) throws StoreException {
        return connection.run((tables, keys) -> {
            StoredRecord record = tables.find(Some.withId(id)).stream()
                    .findFirst()
                    .orElseThrow(() -> new StoreException(FailureCode.STORE_NOTHING, "no record has this id"));
            Map<Part, byte[]> parts = open(id, tables, keys);
            byte[] fields = parts.get(Part.FIELDS);
            String json = StoredJson.export(record, parts);
            audit.write(new AuditEntry(
                    AuditEntry.Action.EXPORT,
                    who,
                    record.terminal(),
                    record.reader(),
                    "",
                    OK,
                    fields == null ? "" : StoredJson.number(fields)));
            return json;
        });
    }

    static Map<Part, byte[]> open(UUID id, RecordTables tables, StoreKeys keys) throws SQLException, StoreException {
        byte[] wrapped = tables.dataKey(id)
                .orElseThrow(() -> new StoreException(FailureCode.STORE_DAMAGED, "a record has lost its key"));
        byte[] dataKey = keys.unwrap(id, wrapped);
        Map<Part, byte[]> parts = new EnumMap<>(Part.class);
        for (Map.Entry<Part, SealedPart> kept : tables.parts(id).entrySet()) {
            SealedPart part = kept.getValue();
            byte[] bound = kept.getKey().boundTo(id, part.format());
            parts.put(
                    kept.getKey(),
                    part.cipher().open(dataKey, bound, part.sealed().toArray()));
        }
        return parts;
    }

    @Override
    public int erase(String number, String who) throws StoreException {
        int erased = connection.run((tables, keys) -> {
            int records = tables.erase(Some.withNumber(keys.digest(number)));
            String outcome = records == 0 ? FailureCode.STORE_NOTHING.name() : OK;
            audit.write(new AuditEntry(AuditEntry.Action.ERASE, who, "", "", "", outcome, number));
            return records;
        });
        return forgotten(erased);
    }

    @Override
    public int purge() throws StoreException {
        int purged = connection.run((tables, keys) -> {
            int records = tables.erase(Some.readBefore(clock.instant().minus(settings.retention())));
            if (records > 0) {
                audit.write(new AuditEntry(AuditEntry.Action.PURGE, name(), "", "", "", OK, ""));
            }
            return records;
        });
        return forgotten(purged);
    }

    private int forgotten(int records) {
        if (records > 0) {
            log.info("{} records erased", records);
            connection.forgetDeleted();
        }
        return records;
    }
}
