package org.idrelay.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.idrelay.api.settings.Settings;
import org.idrelay.link.AllowList;
import org.idrelay.link.FrequencyLimit.Rate;
import org.idrelay.operations.ServerOperations.Kind;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of admission in force: those of the configuration, which operators edit, with whom operators froze, which is
 * written back to it. Tells the server of every change, in the order of the changes. Safe on any thread but the event loop.
 */
@Component(configurationPid = AdmissionSettings.PID, service = AdmissionRules.class)
@Designate(ocd = AdmissionRules.Config.class)
public final class AdmissionRules {

    private static final Logger log = LoggerFactory.getLogger(AdmissionRules.class);

    /** The keys of {@code etc/org.idrelay.server.admission.cfg}. */
    @ObjectClassDefinition(name = "IdRelay server: admission by identity")
    @interface Config {
        @AttributeDefinition(description = "Terminals that are let in: identities between commas, or * for all.")
        String allowTerminals() default "*";

        @AttributeDefinition(description = "Verifier hosts that are let in: identities between commas, or * for all.")
        String allowHosts() default "*";

        @AttributeDefinition(description = "How many reads a terminal may begin in the window; 0 for no limit.")
        int terminalReads() default 0;

        @AttributeDefinition(description = "The window in which reads are counted, in milliseconds.")
        int terminalWindowMillis() default 60_000;

        @AttributeDefinition(description = "Terminals that are shut out; idrelay:freeze writes them here.")
        String frozenTerminals() default "";

        @AttributeDefinition(description = "Verifier hosts that are shut out; idrelay:freeze writes them here.")
        String frozenHosts() default "";
    }

    private final Optional<FrozenStore> store;

    /** One write after the other. Whoever holds this may wait for ConfigurationAdmin, which may wait for {@code this}. */
    private final Object storing = new Object();

    /** Whom we wrote down as frozen, oldest first, until ConfigurationAdmin tells us of it. */
    private final Deque<Map<Kind, Set<String>>> awaited = new ArrayDeque<>();

    private AdmissionSettings settings;
    private Consumer<AdmissionSettings> follower = changed -> {};

    @Activate
    public AdmissionRules(Config config, @Reference ConfigurationAdmin configurations) {
        store = Optional.of(new FrozenStore(configurations));
        settings = settings(config);
    }

    /** Rules that nobody edits, and that are gone with the server. */
    public AdmissionRules(AdmissionSettings settings) {
        store = Optional.empty();
        this.settings = settings;
    }

    /**
     * Somebody edited the file, or this is the news of what we wrote back, which may be older than what is frozen by now. Asks
     * ConfigurationAdmin nothing: it may be waiting for this call.
     */
    @Modified
    synchronized void modified(Config config) {
        try {
            AdmissionSettings edited = settings(config);
            Map<Kind, Set<String>> frozen = frozen(edited);
            if (awaited.contains(frozen)) {
                while (!frozen.equals(awaited.removeFirst())) {
                    // an older one, of which we are not told any more
                }
            }
            for (Kind kind : awaited.isEmpty() ? List.<Kind>of() : List.of(Kind.values())) {
                edited = edited.withFrozen(kind, settings.frozen(kind));
            }
            settings = edited;
            follower.accept(settings);
        } catch (IllegalArgumentException e) {
            log.error("{}; what it said before stays in force", e.getMessage());
        }
    }

    /** The rules in force; the follower hears of those that replace them. There is one follower at a time. */
    synchronized AdmissionSettings follow(Consumer<AdmissionSettings> next) {
        follower = next;
        return settings;
    }

    /**
     * Freezes or unfreezes somebody.
     *
     * @return whether that changed anything
     * @throws UncheckedIOException if it is in force, but could not be stored
     */
    boolean change(UnaryOperator<AdmissionSettings> change) {
        synchronized (this) {
            AdmissionSettings changed = change.apply(settings);
            if (changed.equals(settings)) {
                return false;
            }
            settings = changed;
            follower.accept(changed);
        }
        store.ifPresent(this::write);
        return true;
    }

    /** Writes down who is frozen now, without a lock that ConfigurationAdmin could want. */
    private void write(FrozenStore to) {
        synchronized (storing) {
            AdmissionSettings now;
            synchronized (this) {
                now = settings;
                awaited.addLast(frozen(now));
            }
            try {
                to.store(now);
            } catch (IOException e) {
                synchronized (this) {
                    awaited.removeLastOccurrence(frozen(now));
                }
                throw new UncheckedIOException("in force, but not stored: a restart will undo it", e);
            }
        }
    }

    private static Map<Kind, Set<String>> frozen(AdmissionSettings settings) {
        Map<Kind, Set<String>> frozen = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            frozen.put(kind, settings.frozen(kind));
        }
        return frozen;
    }

    private static AdmissionSettings settings(Config config) {
        Settings file = Settings.of(AdmissionSettings.PID);
        return new AdmissionSettings(
                AllowList.of(file, "allowTerminals", config.allowTerminals()),
                AllowList.of(file, "allowHosts", config.allowHosts()),
                new Rate(
                        file.atLeast("terminalReads", config.terminalReads(), 0),
                        file.atLeast("terminalWindowMillis", config.terminalWindowMillis(), 1)),
                Set.copyOf(Settings.list(config.frozenTerminals())),
                Set.copyOf(Settings.list(config.frozenHosts())));
    }
}
