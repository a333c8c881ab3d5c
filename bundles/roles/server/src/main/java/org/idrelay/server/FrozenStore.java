package org.idrelay.server;

import java.io.IOException;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.idrelay.operations.ServerOperations.Kind;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Keeps who is frozen in the configuration of admission; Karaf writes it into the file in {@code etc/}. */
final class FrozenStore {

    /** Whichever bundle asks, the configuration stays everybody's. */
    private static final String ANY_BUNDLE = "?";

    private final ConfigurationAdmin configurations;

    FrozenStore(ConfigurationAdmin configurations) {
        this.configurations = configurations;
    }

    /** Keeps whom these settings freeze, and touches no other key. */
    void store(AdmissionSettings settings) throws IOException {
        Configuration configuration = configuration();
        Dictionary<String, Object> stored = configuration.getProperties();
        Map<String, Object> properties = new HashMap<>(stored == null ? Map.of() : FrameworkUtil.asMap(stored));
        for (Kind kind : Kind.values()) {
            properties.put(key(kind), String.join(",", new TreeSet<>(settings.frozen(kind))));
        }
        configuration.update(FrameworkUtil.asDictionary(properties));
    }

    private Configuration configuration() throws IOException {
        return configurations.getConfiguration(AdmissionSettings.PID, ANY_BUNDLE);
    }

    private static String key(Kind kind) {
        return switch (kind) {
            case TERMINAL -> "frozenTerminals";
            case HOST -> "frozenHosts";
        };
    }
}
