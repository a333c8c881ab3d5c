package org.idrelay.secrecy;

import java.util.List;
import org.idrelay.api.settings.SettingException;
import org.idrelay.api.settings.Settings;

/**
 * Whether sessions are sealed, and how.
 *
 * @param required whether this end insists on a session key; without, it neither offers nor takes one
 * @param suites what it allows, in its order of preference
 */
public record SessionKeySettings(boolean required, List<Suite> suites) {

    private enum Mode {
        REQUIRED,
        OFF
    }

    /** Every suite. */
    public static final SessionKeySettings REQUIRED = new SessionKeySettings(true, List.of(Suite.values()));

    /** No session key: for demonstrations and tests within one machine. */
    public static final SessionKeySettings OFF = new SessionKeySettings(false, List.of(Suite.values()));

    /** What a role's log says where there is none. */
    public static final String OFF_WARNING = "sessionKey = off: servers can read what passes them";

    public SessionKeySettings {
        suites = List.copyOf(suites);
    }

    /**
     * What {@code sessionKey} and {@code sessionKeySuites} of a file say.
     *
     * @param mode required or off
     * @param suites names separated by commas
     * @param loopback whether all peers are on this machine: elsewhere a session key is never off
     * @throws SettingException with the setting to correct
     */
    public static SessionKeySettings of(Settings file, String mode, String suites, boolean loopback) {
        boolean required = file.choice("sessionKey", mode, Mode.class) == Mode.REQUIRED;
        if (!required && !loopback) {
            throw file.refused("sessionKey", "off is possible only between peers on one machine (loopback)");
        }
        return new SessionKeySettings(required, Suite.list(file, suites));
    }
}
