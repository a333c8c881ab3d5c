package org.idrelay.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.idrelay.api.Party;
import org.idrelay.api.settings.SettingException;
import org.idrelay.api.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

class WaitOrderTest {

    private static final WaitLimit TERMINAL =
            limit(Party.TERMINAL, "org.idrelay.terminal", "answerTimeoutMillis", 6000);
    private static final WaitLimit SERVER = limit(Party.SERVER, "org.idrelay.server", "verifierTimeoutMillis", 5000);
    private static final WaitLimit HOST =
            limit(Party.VERIFIER, "org.idrelay.verifier.host", "verifierCallMillis", 4000);

    private final List<Party> opened = new ArrayList<>();
    private final Map<ServiceReference<?>, WaitLimit> services = new LinkedHashMap<>();
    private final List<ServiceListener> listeners = new ArrayList<>();
    private final BundleContext bundles = fake(BundleContext.class, (method, arguments) -> switch (method) {
        case "addServiceListener" -> listeners.add((ServiceListener) Objects.requireNonNull(arguments[0]));
        case "removeServiceListener" -> listeners.remove((ServiceListener) Objects.requireNonNull(arguments[0]));
        case "registerService" -> registered((WaitLimit) Objects.requireNonNull(arguments[1]));
        case "getServiceReferences" -> List.copyOf(services.keySet());
        case "getService" -> services.get((ServiceReference<?>) arguments[0]);
        default -> throw new UnsupportedOperationException(method);
    });

    @Test
    void letsEverybodyInWhoWaitsLongerThanTheOneItWaitsFor() {
        enter(SERVER);
        enter(HOST);
        enter(TERMINAL);
        assertEquals(List.of(Party.SERVER, Party.VERIFIER, Party.TERMINAL), opened);
    }

    @Test
    void keepsARoleClosedUntilTheOtherFileIsPutRight() {
        WaitOrder host = enter(limit(Party.VERIFIER, "org.idrelay.verifier.host", "verifierCallMillis", 5000));
        enter(SERVER);
        enter(TERMINAL);
        assertEquals(List.of(Party.VERIFIER, Party.TERMINAL), opened);

        host.close();
        assertEquals(List.of(Party.VERIFIER, Party.TERMINAL, Party.SERVER), opened);
        enter(HOST);
        assertEquals(4, opened.size());
    }

    @Test
    void keepsARoleClosedUntilItsOwnFileIsPutRight() {
        enter(HOST);
        WaitOrder server = enter(limit(Party.SERVER, "org.idrelay.server", "verifierTimeoutMillis", 4000));
        assertEquals(List.of(Party.VERIFIER), opened);

        server.change(SERVER);
        assertEquals(List.of(Party.VERIFIER, Party.SERVER), opened);
    }

    @Test
    void keepsARoleClosedWhileTheOthersLimitChangesToOneThatIsNoBetter() {
        WaitOrder server = enter(SERVER);
        enter(limit(Party.VERIFIER, "org.idrelay.verifier.host", "verifierCallMillis", 5000));

        server.change(limit(Party.SERVER, "org.idrelay.server", "verifierTimeoutMillis", 4500));
        assertEquals(List.of(Party.SERVER), opened);
        server.change(limit(Party.SERVER, "org.idrelay.server", "verifierTimeoutMillis", 5001));
        assertEquals(List.of(Party.SERVER, Party.VERIFIER), opened);
    }

    @Test
    void refusesAChangeByFileKeyAndTheValueToGoBy() {
        enter(TERMINAL);
        WaitOrder server = enter(SERVER);
        enter(HOST);

        refused(
                "etc/org.idrelay.server.cfg: verifierTimeoutMillis: 6000 ms must be less than answerTimeoutMillis in"
                        + " etc/org.idrelay.terminal.cfg = 6000 ms, which waits for it",
                server,
                6000);
        refused(
                "etc/org.idrelay.server.cfg: verifierTimeoutMillis: 4000 ms must exceed verifierCallMillis in"
                        + " etc/org.idrelay.verifier.host.cfg = 4000 ms, which is waited for",
                server,
                4000);
        server.change(limit(Party.SERVER, "org.idrelay.server", "verifierTimeoutMillis", 5999));
        refused(
                "etc/org.idrelay.server.cfg: verifierTimeoutMillis: 1 ms must exceed verifierCallMillis in"
                        + " etc/org.idrelay.verifier.host.cfg = 4000 ms, which is waited for",
                server,
                1);
        assertEquals(3, opened.size());
    }

    private WaitOrder enter(WaitLimit limit) {
        return WaitOrder.enter(bundles, limit, () -> opened.add(limit.role()));
    }

    private static void refused(String message, WaitOrder server, int millis) {
        WaitLimit changed = limit(Party.SERVER, "org.idrelay.server", "verifierTimeoutMillis", millis);
        assertEquals(
                message,
                assertThrows(SettingException.class, () -> server.change(changed))
                        .getMessage());
    }

    private static WaitLimit limit(Party role, String pid, String key, int millis) {
        return new WaitLimit(role, Settings.of(pid), key, millis);
    }

    private ServiceRegistration<?> registered(WaitLimit service) {
        Object identity = new Object();
        ServiceReference<?> reference = fake(ServiceReference.class, (method, arguments) -> switch (method) {
            case "hashCode" -> System.identityHashCode(identity);
            case "equals" -> arguments[0] != null && arguments[0].hashCode() == System.identityHashCode(identity);
            default -> throw new UnsupportedOperationException(method);
        });
        services.put(reference, service);
        tell(ServiceEvent.REGISTERED, reference);
        return fake(ServiceRegistration.class, (method, arguments) -> {
            // as the specification has it: who is told still finds what goes
            tell(ServiceEvent.UNREGISTERING, reference);
            return services.remove(reference);
        });
    }

    private void tell(int type, ServiceReference<?> reference) {
        List.copyOf(listeners).forEach(listener -> listener.serviceChanged(new ServiceEvent(type, reference)));
    }

    private interface Answer {
        @Nullable
        Object to(String method, @Nullable Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }
}
