package org.idrelay.console;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a user may do; the roles of the realm by their lower-case names. None implies CLERK. */
enum UserRole {
    /** Sees the records of the readers it is bound to. */
    CLERK,
    /** Sees how things run; no records. */
    VIEWER,
    /** Starts, stops, freezes; sees what a viewer sees. */
    OPERATOR,
    /** Reads the audit trail. */
    AUDITOR,
    /** Changes the configuration; may what an operator may. */
    ADMIN;

    /** The role of that name in the realm; empty if it means nothing here. */
    static Optional<UserRole> ofRealm(String name) {
        for (UserRole role : values()) {
            if (role.jsonName().equals(name)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /** This role and those it brings along. */
    Set<UserRole> withImplied() {
        return switch (this) {
            case CLERK, VIEWER, AUDITOR -> EnumSet.of(this);
            case OPERATOR -> EnumSet.of(this, VIEWER);
            case ADMIN -> EnumSet.of(this, OPERATOR, VIEWER);
        };
    }

    /** The name in JSON and in the realm. */
    String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
