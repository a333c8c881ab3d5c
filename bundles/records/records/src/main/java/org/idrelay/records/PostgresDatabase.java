package org.idrelay.records;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.idrelay.api.FailureCode;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL server. A silent one is given up after some seconds. */
final class PostgresDatabase implements Database {

    static final String PREFIX = "jdbc:postgresql:";

    private static final int CONNECT_SECONDS = 5;
    private static final int ANSWER_SECONDS = 15;
    /** SQLSTATE disk_full. */
    private static final String DISK_FULL = "53100";
    /** SQLSTATE data_corrupted, index_corrupted. */
    private static final String CORRUPTED = "XX00";

    private final PGSimpleDataSource source = new PGSimpleDataSource();

    /** The server of a URL; its other parameters as in pgjdbc's documentation. */
    PostgresDatabase(String url, String user, String password) {
        source.setURL(url);
        if (!user.isEmpty()) {
            source.setUser(user);
            source.setPassword(password);
        }
        source.setApplicationName("idrelay-records");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(ANSWER_SECONDS);
        // its messages name the server's addresses, but never values
        source.setLogServerErrorDetail(false);
    }

    @Override
    public String name() {
        return "postgresql: %s:%d/%s"
                .formatted(source.getServerNames()[0], source.getPortNumbers()[0], source.getDatabaseName());
    }

    @Override
    public Connection connect() throws SQLException {
        return source.getConnection();
    }

    /** A commit is on the server's disk. */
    @Override
    public void flush(Connection connection) {}

    /** Writes the table of data keys anew; it is small. */
    @Override
    public void forgetDeleted(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("vacuum full data_key");
        } finally {
            connection.setAutoCommit(false);
        }
    }

    @Override
    public FailureCode codeOf(SQLException error) {
        String state = String.valueOf(error.getSQLState());
        if (state.equals(DISK_FULL)) {
            return FailureCode.STORE_FULL;
        }
        return state.startsWith(CORRUPTED) && !state.equals("XX000")
                ? FailureCode.STORE_DAMAGED
                : FailureCode.STORE_AWAY;
    }
}
