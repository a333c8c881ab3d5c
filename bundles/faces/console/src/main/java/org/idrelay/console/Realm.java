package org.idrelay.console;

import java.util.Optional;
import java.util.Set;

/** Those who may log in, and as what. */
interface Realm {

    /** The user's roles with those that they imply; empty if user and password do not fit. May block. */
    Optional<Set<UserRole>> roles(String user, String password);
}
