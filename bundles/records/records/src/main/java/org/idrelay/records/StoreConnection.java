package org.idrelay.records;

import java.sql.Connection;
import java.sql.SQLException;
import org.idrelay.operations.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection to the database, opened when it is needed and again when it is lost; brings the database to the newest
 * version first. Any thread; one transaction at a time.
 */
final class StoreConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StoreConnection.class);
    private static final int VALID_SECONDS = 2;

    private final Database database;
    private final KeySource source;
    private final int version;

    private @Nullable Connection connection;
    private @Nullable StoreKeys keys;

    StoreConnection(Database database, KeySource source) {
        this(database, source, Migrations.FILES.size());
    }

    /** With the version that the database is to have. */
    StoreConnection(Database database, KeySource source, int version) {
        this.database = database;
        this.source = source;
        this.version = version;
    }

    /** What is done in one transaction. */
    interface Work<T> {
        T in(RecordTables tables, StoreKeys keys) throws SQLException, StoreException;
    }

    /** Does all of it, on disk when this returns, or nothing. */
    synchronized <T> T run(Work<T> work) throws StoreException {
        try {
            Connection open = open();
            StoreKeys with = keys == null ? unlock(open) : keys;
            try {
                T result = work.in(new RecordTables(open), with);
                open.commit();
                database.flush(open);
                return result;
            } catch (StoreException e) {
                open.rollback();
                throw e;
            }
        } catch (SQLException e) {
            close();
            throw failed(e);
        }
    }

    /** After an erasure: leaves no copy of the keys in the database's files. What fails here is an operator's business. */
    synchronized void forgetDeleted() {
        try {
            database.forgetDeleted(open());
        } catch (SQLException e) {
            log.error("erased keys may still be in free pages of the store's database: {}", words(e));
            close();
        }
    }

    String database() {
        return database.name();
    }

    @Override
    public synchronized void close() {
        Connection open = connection;
        connection = null;
        keys = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                log.debug("closing: {}", words(e));
            }
        }
    }

    private Connection open() throws SQLException {
        if (connection != null && !connection.isValid(VALID_SECONDS)) {
            close();
        }
        if (connection == null) {
            Connection opened = database.connect();
            connection = opened;
            opened.setAutoCommit(false);
            Migrations.run(opened, version);
        }
        return connection;
    }

    private StoreKeys unlock(Connection open) throws SQLException, StoreException {
        try {
            StoreKeys opened = StoreKeys.open(new RecordTables(open), source);
            open.commit();
            keys = opened;
            return opened;
        } catch (StoreException e) {
            open.rollback();
            throw e;
        }
    }

    private StoreException failed(SQLException e) {
        return new StoreException(database.codeOf(e), "%s: %s".formatted(database.name(), words(e)));
    }

    /** A database's message may hold values of a row: only its class and codes are said. */
    private static String words(SQLException e) {
        return "%s, SQLSTATE %s, %d".formatted(e.getClass().getSimpleName(), e.getSQLState(), e.getErrorCode());
    }
}
