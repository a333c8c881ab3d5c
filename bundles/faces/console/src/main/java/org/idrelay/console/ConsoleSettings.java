package org.idrelay.console;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.idrelay.api.settings.Settings;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The console's configuration. A change logs everybody out. Immutable. */
@Component(service = ConsoleSettings.class, configurationPid = ConsoleSettings.PID)
@Designate(ocd = ConsoleSettings.Config.class)
public final class ConsoleSettings {

    static final String PID = "org.idrelay.console";

    @ObjectClassDefinition(name = "IdRelay console")
    @interface Config {
        @AttributeDefinition(
                description =
                        "Which readers' records a clerk sees: USER=READER READER, separated by commas; * stands for every reader.")
        String clerkReaders() default "";

        @AttributeDefinition(description = "Minutes without a request after which a user is logged out.")
        int idleMinutes() default 30;

        @AttributeDefinition(description = "Hours after the login when a user is logged out at the latest.")
        int sessionHours() default 12;

        @AttributeDefinition(
                description = "How many logins of a user's name may fail, and four times as many from one address.")
        int loginFailures() default 5;

        @AttributeDefinition(description = "Seconds in which one login may be tried after too many failed.")
        int loginPauseSeconds() default 60;

        @AttributeDefinition(description = "Seconds that a record is shown; at least 1.")
        int maskSeconds() default 60;

        @AttributeDefinition(description = "Seconds that a record is still shown when its card has left the reader.")
        int cardGoneSeconds() default 10;
    }

    private final Config config;
    private final Map<String, Set<String>> clerkReaders;

    @Activate
    public ConsoleSettings(Config config) {
        this.config = config;
        this.clerkReaders = parse(Settings.of(PID), config.clerkReaders());
    }

    /** The readers that a clerk is bound to; {@code *} stands for all. */
    Set<String> readersOf(String user) {
        return clerkReaders.getOrDefault(user, Set.of());
    }

    Duration sessionIdle() {
        return Duration.ofMinutes(config.idleMinutes());
    }

    Duration sessionLength() {
        return Duration.ofHours(config.sessionHours());
    }

    int loginFailures() {
        return config.loginFailures();
    }

    Duration loginPause() {
        return Duration.ofSeconds(config.loginPauseSeconds());
    }

    /** How long a record is shown; at least a second: nothing stays for ever. */
    Duration maskAfter() {
        return Duration.ofSeconds(Math.max(1, config.maskSeconds()));
    }

    /** How long a record is still shown when its card is gone. */
    Duration maskAfterCardGone() {
        return Duration.ofSeconds(Math.max(0, config.cardGoneSeconds()));
    }

    private static Map<String, Set<String>> parse(Settings file, String text) {
        Map<String, Set<String>> readers = new LinkedHashMap<>();
        for (String entry : text.split(",", -1)) {
            String[] parts = entry.split("=", 2);
            if (parts.length == 2 && !parts[0].isBlank() && !parts[1].isBlank()) {
                readers.put(
                        parts[0].strip(),
                        Arrays.stream(parts[1].strip().split("\\s+")).collect(Collectors.toUnmodifiableSet()));
            } else if (!entry.isBlank()) {
                throw file.refused("clerkReaders", "not USER=READER READER: " + entry.strip());
            }
        }
        return readers;
    }
}
