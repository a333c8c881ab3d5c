package org.idrelay.link;

import java.util.Set;
import java.util.TreeSet;
import org.idrelay.api.settings.SettingException;
import org.idrelay.api.settings.Settings;
import org.idrelay.wire.Names;

/**
 * Whom a role lets in, of those whose certificate it trusts.
 *
 * @param anybody whether that is everyone
 * @param identities who is named; nobody else is let in unless everyone is
 */
public record AllowList(boolean anybody, Set<String> identities) {

    /** Every certificate will do. */
    public static final AllowList ANYBODY = new AllowList(true, Set.of());

    private static final String ANY = "*";

    public AllowList {
        identities = Set.copyOf(identities);
    }

    /**
     * A list as it stands in {@code etc/}: identities, separated by commas; {@code *} stands for everyone. An empty one lets
     * nobody in.
     *
     * @throws SettingException if something in it is no name
     */
    public static AllowList of(Settings file, String key, String text) {
        Set<String> named = new TreeSet<>(Settings.list(text));
        boolean anybody = named.remove(ANY);
        for (String name : named) {
            if (!Names.isName(name)) {
                throw file.refused(key, "%s is no name: 1 to 64 of A-Z a-z 0-9 . _ -".formatted(name));
            }
        }
        return new AllowList(anybody, named);
    }

    public boolean allows(String identity) {
        return anybody || identities.contains(identity);
    }
}
