package org.idrelay.shell;

import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;

/** The features that a command may need, and what to say where one is absent. */
enum Feature {
    TERMINAL("terminal", "idrelay-terminal"),
    SERVER("server", "idrelay-server"),
    VERIFIER_HOST("verifier host", "idrelay-verifier-host"),
    AUDIT("audit trail", "idrelay-audit"),
    MONITORING("health checks", "idrelay-monitoring");

    private final String words;
    private final String feature;

    Feature(String words, String feature) {
        this.words = words;
        this.feature = feature;
    }

    /** The feature's service, or an end of the command that says how to get one. */
    <T> T needed(@Nullable T service) throws CommandException {
        if (service == null) {
            throw new CommandException(
                    "This container has no %s. To change that: feature:install %s".formatted(words, feature));
        }
        return service;
    }
}
