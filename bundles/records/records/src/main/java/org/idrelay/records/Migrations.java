package org.idrelay.records;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database to a version: runs the files {@code V1__….sql} that it has not seen yet, in order, and notes each in the
 * table {@code schema_version}. Files never change once they were released, and can be run again after a fall.
 */
final class Migrations {

    /** The files; the first is version 1. */
    static final List<String> FILES = List.of("V1__records.sql", "V2__purge_by_age.sql");

    private static final Logger log = LoggerFactory.getLogger(Migrations.class);

    private Migrations() {}

    /**
     * Runs what is missing, in transactions of the connection, which has no auto-commit.
     *
     * @throws SQLException also if the database is newer than this program
     */
    static void run(Connection connection, int version) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists schema_version (version int primary key, file varchar(200))");
            connection.commit();
            int found = version(connection);
            if (found > version) {
                throw new SQLException("the database has version %d, this is %d".formatted(found, version));
            }
            for (int next = found + 1; next <= version; next++) {
                String file = FILES.get(next - 1);
                for (String sql : statements(file)) {
                    statement.execute(sql);
                }
                note(connection, next, file);
                connection.commit();
                log.info("the record store's database is now at version {}", next);
            }
        }
    }

    /** The newest migration that was made; 0 before the first. */
    static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select coalesce(max(version), 0) from schema_version")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void note(Connection connection, int version, String file) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into schema_version values (?, ?)")) {
            insert.setInt(1, version);
            insert.setString(2, file);
            insert.executeUpdate();
        }
    }

    private static List<String> statements(String file) throws SQLException {
        try (InputStream in = Migrations.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new SQLException("the bundle lacks " + file);
            }
            String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            return List.of(sql.split(";", -1)).stream()
                    .filter(statement -> !statement.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new SQLException("the bundle lacks " + file, e);
        }
    }
}
