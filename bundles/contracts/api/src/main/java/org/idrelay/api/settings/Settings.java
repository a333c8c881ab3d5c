package org.idrelay.api.settings;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One file of {@code etc/}, whose values are read one by one. What will not do is refused with file, key and what would
 * do. Values are shown in messages: secrets are not read by these. Immutable.
 *
 * @param file what messages call it, {@code etc/org.idrelay.server.cfg}
 */
public record Settings(String file) {

    /** Where Felix File Install says which file a configuration came from. */
    private static final String FILE_NAME = "felix.fileinstall.filename";

    /** The file of a component that has one configuration. */
    public static Settings of(String pid) {
        return new Settings("etc/" + pid + ".cfg");
    }

    /**
     * The file that a component's configuration came from.
     *
     * @param properties the component's properties
     * @param pid its PID, or the PID of its factory: what the file's name begins with if it came from none
     */
    public static Settings of(Map<String, ?> properties, String pid) {
        if (properties.get(FILE_NAME) instanceof String file) {
            return of(file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.cfg$", ""));
        }
        return of(pid);
    }

    /** The items between commas or spaces, in their order; none of them is empty. */
    public static List<String> list(String value) {
        return Arrays.stream(value.split("[,\\s]+"))
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** The items of a list that must have one at least. */
    public List<String> someOf(String key, String value) {
        List<String> items = list(value);
        if (items.isEmpty()) {
            throw refused(key, "is empty, and at least one is wanted");
        }
        return items;
    }

    /** The constant whose name, in lower case and with hyphens, is the value: {@code text-photo} is TEXT_PHOTO. */
    public <E extends Enum<E>> E choice(String key, String value, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(value))
                .findFirst()
                .orElseThrow(() -> refused(key, "%s is none of %s".formatted(value, words(type))));
    }

    /** The constants of a list, as with {@link #choice}; perhaps none. */
    public <E extends Enum<E>> Set<E> choices(String key, String value, Class<E> type) {
        Set<E> chosen = EnumSet.noneOf(type);
        list(value).forEach(item -> chosen.add(choice(key, item, type)));
        return chosen;
    }

    /** A number that has to be within bounds, both included. */
    public int within(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw refused(key, "%d is not from %d to %d".formatted(value, least, most));
        }
        return value;
    }

    /** A number, or milliseconds, with a lower bound alone. */
    public int atLeast(String key, int value, int least) {
        if (value < least) {
            throw refused(key, "%d is less than %d".formatted(value, least));
        }
        return value;
    }

    /**
     * A time limit of somebody who waits for another, which has one of its own: who waits has to wait longer.
     *
     * @param inner what the other limit is called, with its file if that is another
     */
    public int outlasts(String key, int millis, String inner, int innerMillis) {
        if (millis <= innerMillis) {
            throw refused(
                    key, "%d ms must exceed %s = %d ms, which is waited for".formatted(millis, inner, innerMillis));
        }
        return millis;
    }

    /** That a key's value will not do. */
    public SettingException refused(String key, String problem) {
        return new SettingException(file, key, problem);
    }

    /** A constant as it is written in {@code etc/}. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> String words(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Settings::word).collect(Collectors.joining(", "));
    }
}
