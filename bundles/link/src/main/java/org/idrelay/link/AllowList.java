package org.idrelay.link;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
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
     * @throws IllegalArgumentException if something in it is no name; the text says which setting to correct
     */
    public static AllowList of(String setting, String text) {
        Set<String> named = new TreeSet<>(names(text));
        boolean anybody = named.remove(ANY);
        named.forEach(name -> Names.check(setting, name));
        return new AllowList(anybody, named);
    }

    /** What stands between commas or spaces. */
    public static Set<String> names(String text) {
        Set<String> names = new TreeSet<>(Arrays.asList(text.split("[,\\s]+")));
        names.remove("");
        return names;
    }

    public boolean allows(String identity) {
        return anybody || identities.contains(identity);
    }
}
