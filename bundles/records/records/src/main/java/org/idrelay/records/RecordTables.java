package org.idrelay.records;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.record.DocumentType;
import org.idrelay.operations.RecordOperations.StoredRecord;

/** The tables of {@code V1__records.sql}, in the transaction of a connection. What is sealed comes and goes sealed. */
record RecordTables(Connection connection) {

    private static final String STORED = """
            select id, document, read_at, terminal, reader,
                exists (select 1 from part where record = id and name = 'PHOTO'),
                exists (select 1 from part where record = id and name = 'FINGERPRINTS')
            from record where %s order by read_at desc, id
            """;

    /** A part as it is kept. */
    record SealedPart(int format, SealCipher cipher, Bytes sealed) {}

    /** Some records, by what their rows have in common. */
    record Some(String where, Object value) {

        static Some withNumber(byte[] digest) {
            return new Some("number_digest = ?", digest);
        }

        static Some readBefore(Instant time) {
            return new Some("read_at < ?", time.atOffset(ZoneOffset.UTC));
        }

        static Some withId(UUID id) {
            return new Some("id = ?", id);
        }

        static Some ofPresence(UUID presence) {
            return new Some("presence = ?", presence);
        }
    }

    void insert(StoredRecord record, UUID presence, byte[] digest, byte[] wrapped) throws SQLException {
        update(
                "insert into record (id, presence, document, read_at, terminal, reader, number_digest)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                record.id(),
                presence,
                record.type().name(),
                record.read().atOffset(ZoneOffset.UTC),
                record.terminal(),
                record.reader(),
                digest);
        update("insert into data_key (record, wrapped) values (?, ?)", record.id(), wrapped);
    }

    void insert(UUID record, Part part, SealedPart sealed) throws SQLException {
        update(
                "insert into part (record, name, format, cipher, sealed) values (?, ?, ?, ?, ?)",
                record,
                part.name(),
                sealed.format(),
                sealed.cipher().name(),
                sealed.sealed().toArray());
    }

    List<StoredRecord> find(Some some) throws SQLException {
        List<StoredRecord> found = new ArrayList<>();
        try (PreparedStatement select = prepared(STORED.formatted(some.where()), some.value());
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                found.add(new StoredRecord(
                        rows.getObject(1, UUID.class),
                        DocumentType.valueOf(rows.getString(2)),
                        rows.getObject(3, OffsetDateTime.class).toInstant(),
                        rows.getString(4),
                        rows.getString(5),
                        rows.getBoolean(6),
                        rows.getBoolean(7)));
            }
        }
        return found;
    }

    /** A record's wrapped data key. */
    Optional<byte[]> dataKey(UUID record) throws SQLException {
        return bytes("select wrapped from data_key where record = ?", record);
    }

    Map<Part, SealedPart> parts(UUID record) throws SQLException {
        Map<Part, SealedPart> parts = new EnumMap<>(Part.class);
        try (PreparedStatement select =
                        prepared("select name, format, cipher, sealed from part where record = ?", record);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                parts.put(
                        Part.valueOf(rows.getString(1)),
                        new SealedPart(
                                rows.getInt(2), SealCipher.valueOf(rows.getString(3)), Bytes.of(rows.getBytes(4))));
            }
        }
        return parts;
    }

    /** Erases records: first their keys are overwritten, then all rows go. Returns how many records that were. */
    int erase(Some some) throws SQLException {
        String these = " where record in (select id from record where %s)".formatted(some.where());
        byte[] noise = SealCipher.random(64);
        update("update data_key set wrapped = ?" + these, noise, some.value());
        update("delete from data_key" + these, some.value());
        update("delete from part" + these, some.value());
        return update("delete from record where " + some.where(), some.value());
    }

    long count() throws SQLException {
        try (PreparedStatement select = prepared("select count(*) from record");
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** One of the store's own keys, wrapped. */
    Optional<byte[]> storeKey(String purpose) throws SQLException {
        return bytes("select wrapped from store_key where purpose = ?", purpose);
    }

    void insertStoreKey(String purpose, byte[] wrapped) throws SQLException {
        update("insert into store_key (purpose, wrapped) values (?, ?)", purpose, wrapped);
    }

    private Optional<byte[]> bytes(String sql, Object value) throws SQLException {
        try (PreparedStatement select = prepared(sql, value);
                ResultSet rows = select.executeQuery()) {
            return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
        }
    }

    private int update(String sql, Object... values) throws SQLException {
        try (PreparedStatement update = prepared(sql, values)) {
            return update.executeUpdate();
        }
    }

    private PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
