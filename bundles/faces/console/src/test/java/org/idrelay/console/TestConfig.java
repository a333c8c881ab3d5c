package org.idrelay.console;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** The configuration's defaults, with clerks for two readers. */
final class TestConfig {

    private TestConfig() {}

    static ConsoleSettings.Config standard() {
        return with(Map.of());
    }

    static ConsoleSettings.Config with(Map<String, Object> changed) {
        Map<String, Object> values = new HashMap<>(Map.of("clerkReaders", "clerk=reader-1, other=reader-2"));
        values.putAll(changed);
        return (ConsoleSettings.Config) Proxy.newProxyInstance(
                TestConfig.class.getClassLoader(),
                new Class<?>[] {ConsoleSettings.Config.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
