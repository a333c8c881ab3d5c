package org.idrelay.wire;

import java.util.regex.Pattern;

/** Names of terminals, readers, servers, hosts and verifiers: 1 to 64 of {@code A-Z a-z 0-9 . _ -}. */
public final class Names {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private Names() {}

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * The name itself.
     *
     * @throws IllegalArgumentException if it is none; the text says which setting to correct
     */
    public static String check(String setting, String text) {
        if (!isName(text)) {
            throw new IllegalArgumentException(setting + ": a name is 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        return text;
    }
}
