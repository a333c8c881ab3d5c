package org.idrelay.link;

import java.util.Collection;
import java.util.List;
import org.idrelay.api.Party;
import org.idrelay.api.settings.SettingException;
import org.idrelay.api.settings.Settings;

/**
 * How long one role waits for the answer of the next: the terminal for the server, the server for the verifier host, the
 * host for its verifier. Whoever waits has to wait longer than the one it waits for, or it blames the wrong one.
 *
 * @param role TERMINAL, SERVER or VERIFIER
 * @param file where the limit stands
 * @param key its key there
 * @param millis the limit
 */
public record WaitLimit(Party role, Settings file, String key, int millis) {

    private static final List<Party> OUTERMOST_FIRST = List.of(Party.TERMINAL, Party.SERVER, Party.VERIFIER);

    public WaitLimit {
        if (!OUTERMOST_FIRST.contains(role)) {
            throw new IllegalArgumentException(role + " waits for no role");
        }
    }

    /**
     * Holds this limit against those of other roles.
     *
     * @throws SettingException if the order is broken; the message names both keys, their files and the value to go by
     */
    public void check(Collection<WaitLimit> others) {
        for (WaitLimit other : others) {
            if (place() < other.place()) {
                file.outlasts(key, millis, other.name(), other.millis);
            } else if (place() > other.place() && millis >= other.millis) {
                throw file.refused(
                        key,
                        "%d ms must be less than %s = %d ms, which waits for it"
                                .formatted(millis, other.name(), other.millis));
            }
        }
    }

    private int place() {
        return OUTERMOST_FIRST.indexOf(role);
    }

    private String name() {
        return key + " in " + file.file();
    }
}
