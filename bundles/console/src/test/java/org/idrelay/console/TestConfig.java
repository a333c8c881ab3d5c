package org.idrelay.console;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** The configuration's defaults, with clerks for two readers. */
final class TestConfig {

    private TestConfig() {}

    static Settings.Config standard() {
        return with(Map.of());
    }

    static Settings.Config with(Map<String, Object> changed) {
        Map<String, Object> values = new HashMap<>(Map.of("clerkReaders", "clerk=reader-1, other=reader-2"));
        values.putAll(changed);
        return (Settings.Config) Proxy.newProxyInstance(
                TestConfig.class.getClassLoader(),
                new Class<?>[] {Settings.Config.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
