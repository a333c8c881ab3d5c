package org.idrelay.api.settings;

import java.io.Serial;

/** A value in a file of {@code etc/} that will not do; the message names file, key and what would do. */
public final class SettingException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String key;

    SettingException(String file, String key, String problem) {
        super("%s: %s: %s".formatted(file, key, problem));
        this.key = key;
    }

    /** The key whose value was refused. */
    public String key() {
        return key;
    }
}
