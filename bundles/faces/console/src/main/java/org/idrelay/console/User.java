package org.idrelay.console;

import java.util.Set;

/**
 * Somebody who is logged in.
 *
 * @param name the name in the realm
 * @param roles with those that they imply
 * @param clerkReaders the readers this user is bound to as a clerk; {@code *} stands for all
 */
record User(String name, Set<UserRole> roles, Set<String> clerkReaders) {

    static final String EVERY_READER = "*";

    boolean is(UserRole role) {
        return roles.contains(role);
    }

    /** Whether this user may see the records of a reader. */
    boolean isClerkOf(String reader) {
        return is(UserRole.CLERK) && (clerkReaders.contains(EVERY_READER) || clerkReaders.contains(reader));
    }

    /** Whether this user may see what happens at a reader, records apart. */
    boolean maySee(String reader) {
        return is(UserRole.VIEWER) || isClerkOf(reader);
    }

    /** Whether this user may start and stop a reader. */
    boolean mayOperate(String reader) {
        return is(UserRole.OPERATOR) || isClerkOf(reader);
    }
}
