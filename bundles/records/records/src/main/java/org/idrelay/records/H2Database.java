package org.idrelay.records;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import org.idrelay.api.FailureCode;
import org.idrelay.api.files.PrivateFile;

/** H2 in this process, with one file in a folder. It writes every commit at once and keeps no trace file. */
record H2Database(Path folder, String fileSystem) implements Database {

    private static final String SETTINGS = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;COMPRESS=FALSE";
    private static final String DISK_FULL = "No space left";
    /** With less, a disk is full: what the operating system says of it differs by language. */
    private static final long MIN_ROOM_BYTES = 64 << 10;

    H2Database(Path folder) {
        this(folder, "file:");
    }

    @Override
    public String name() {
        return "h2: " + folder.resolve("records.mv.db");
    }

    @Override
    public Connection connect() throws SQLException {
        try {
            PrivateFile.createFolder(folder);
        } catch (IOException e) {
            throw new SQLException("the folder cannot be made", e);
        }
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:" + fileSystem + folder.resolve("records").toAbsolutePath() + SETTINGS);
        source.setUser("idrelay");
        source.setPassword("");
        return source.getConnection();
    }

    @Override
    public void flush(Connection connection) throws SQLException {
        execute(connection, "checkpoint sync");
    }

    /** H2 appends; only a file that is written anew has no old pages. */
    @Override
    public void forgetDeleted(Connection connection) throws SQLException {
        execute(connection, "shutdown defrag");
    }

    @Override
    public FailureCode codeOf(SQLException error) {
        if (Database.says(error, DISK_FULL) || folder.toFile().getUsableSpace() < MIN_ROOM_BYTES) {
            return FailureCode.STORE_FULL;
        }
        return error.getErrorCode() == ErrorCode.FILE_CORRUPTED_1 ? FailureCode.STORE_DAMAGED : FailureCode.STORE_AWAY;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
