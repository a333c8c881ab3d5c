package org.idrelay.records;

import java.sql.Connection;
import java.sql.SQLException;
import org.idrelay.api.FailureCode;
import org.jspecify.annotations.Nullable;

/** A kind of database: what differs between them. */
interface Database {

    /** The database for operators, without user and password. */
    String name();

    /** A new connection. */
    Connection connect() throws SQLException;

    /** Makes sure that what was committed survives a fall of the machine, where the commit alone does not. */
    void flush(Connection connection) throws SQLException;

    /**
     * Leaves no copy of deleted data keys in the database's files. Outside of a transaction; the connection may be closed then.
     */
    void forgetDeleted(Connection connection) throws SQLException;

    /** What an error of this database means. */
    FailureCode codeOf(SQLException error);

    /** Whether an error has a cause with that in its text: a disk's errors come wrapped. */
    static boolean says(@Nullable Throwable error, String text) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains(text)) {
                return true;
            }
        }
        return false;
    }
}
