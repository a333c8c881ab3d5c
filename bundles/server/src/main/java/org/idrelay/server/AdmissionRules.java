package org.idrelay.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.idrelay.api.operations.ServerOperations.Kind;
import org.idrelay.wire.AllowList;
import org.idrelay.wire.FrequencyLimit.Rate;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of admission in force: those of the configuration, which operators edit, with whom operators froze, which is
 * written back to it. Tells the server of every change, in the order of the changes. Safe on any thread but the event loop.
 */
@Component(configurationPid = AdmissionRules.PID, service = AdmissionRules.class)
@Designate(ocd = AdmissionRules.Config.class)
public final class AdmissionRules {

    static final String PID = "org.idrelay.server.admission";

    private static final Logger log = LoggerFactory.getLogger(AdmissionRules.class);

    /** The keys of {@code etc/org.idrelay.server.admission.cfg}. */
    @ObjectClassDefinition(name = "IdRelay server: admission by identity")
    @interface Config {
        String allowTerminals() default "*";

        String allowHosts() default "*";

        int terminalReads() default 0;

        int terminalWindowMillis() default 60_000;

        String frozenTerminals() default "";

        String frozenHosts() default "";
    }

    private final Optional<FrozenStore> store;
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
     * Somebody edited the file, or this is the news of what was written back. That may be older than what is frozen by now,
     * so frozen is who is so in the store.
     */
    @Modified
    synchronized void modified(Config config) {
        try {
            AdmissionSettings edited = settings(config);
            for (Kind kind : Kind.values()) {
                edited = edited.withFrozen(
                        kind, store.flatMap(stored -> stored.frozen(kind)).orElse(edited.frozen(kind)));
            }
            settings = edited;
            follower.accept(settings);
        } catch (IllegalArgumentException e) {
            log.error("{}: {}; what it said before stays in force", PID, e.getMessage());
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
    synchronized boolean change(UnaryOperator<AdmissionSettings> change) {
        AdmissionSettings changed = change.apply(settings);
        if (changed.equals(settings)) {
            return false;
        }
        settings = changed;
        follower.accept(changed);
        try {
            if (store.isPresent()) {
                store.get().store(changed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("in force, but not stored: a restart will undo it", e);
        }
        return true;
    }

    private static AdmissionSettings settings(Config config) {
        return new AdmissionSettings(
                AllowList.of("allowTerminals", config.allowTerminals()),
                AllowList.of("allowHosts", config.allowHosts()),
                new Rate(config.terminalReads(), config.terminalWindowMillis()),
                AllowList.names(config.frozenTerminals()),
                AllowList.names(config.frozenHosts()));
    }
}
