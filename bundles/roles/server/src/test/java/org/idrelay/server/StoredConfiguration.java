package org.idrelay.server;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The one configuration of admission, as ConfigurationAdmin keeps it: the news of an update waits until the test tells it. */
final class StoredConfiguration {

    private final List<Map<String, Object>> updates = new ArrayList<>();
    private boolean broken;
    private Runnable meanwhile = () -> {};

    StoredConfiguration(Map<String, Object> stored) {
        updates.add(Map.copyOf(stored));
    }

    /** From now on nothing can be stored. */
    void breaks() {
        broken = true;
    }

    /** What happens on another thread, and is waited for, whenever something is asked or stored. */
    void meanwhile(Runnable work) {
        meanwhile = work;
    }

    Map<String, Object> stored() {
        return updates.get(updates.size() - 1);
    }

    /** All that was ever stored, the first is what was there. */
    List<Map<String, Object>> updates() {
        return updates;
    }

    /** Somebody edits the file. */
    void edited(Map<String, Object> changes) {
        Map<String, Object> edited = new HashMap<>(stored());
        edited.putAll(changes);
        updates.add(edited);
    }

    /** What a component is told of a configuration with these keys. */
    static AdmissionRules.Config config(Map<String, Object> properties) {
        return config(AdmissionRules.Config.class, properties);
    }

    /** What any component is told of a configuration with these keys. */
    static <T> T config(Class<T> type, Map<String, Object> properties) {
        return proxy(
                type,
                (name, arguments) -> properties.containsKey(name)
                        ? properties.get(name)
                        : type.getDeclaredMethod(name).getDefaultValue());
    }

    ConfigurationAdmin admin() {
        Configuration configuration = proxy(Configuration.class, (name, arguments) -> switch (name) {
            case "getProperties" -> FrameworkUtil.asDictionary(stored());
            case "update" -> update((Dictionary<?, ?>) arguments[0]);
            default -> throw new UnsupportedOperationException(name);
        });
        return proxy(ConfigurationAdmin.class, (name, arguments) -> {
            CompletableFuture.runAsync(meanwhile).get(10, TimeUnit.SECONDS);
            if (name.equals("getConfiguration") && arguments[0].equals(AdmissionSettings.PID)) {
                return configuration;
            }
            throw new UnsupportedOperationException(name);
        });
    }

    private Boolean update(Dictionary<?, ?> properties) throws IOException {
        if (broken) {
            throw new IOException("the disk is full");
        }
        Map<String, Object> copy = new HashMap<>();
        FrameworkUtil.asMap(properties).forEach((key, value) -> copy.put(String.valueOf(key), value));
        updates.add(copy);
        return true;
    }

    private interface Answer {
        Object to(String method, Object[] arguments) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Object result = answer.to(method.getName(), arguments == null ? new Object[0] : arguments);
                    return method.getReturnType() == void.class ? null : result;
                }));
    }
}
