package org.idrelay.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.idrelay.api.settings.SettingException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One role's place in the order of waiting of its container, where each role's {@link WaitLimit} is a service. A role whose
 * limit breaks the order stays closed, and opens when either file is put right. Safe on any thread.
 */
public final class WaitOrder implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WaitOrder.class);
    private static final String LIMITS = "(objectClass=" + WaitLimit.class.getName() + ")";

    /** One for all: a place that is taken tells the others within the same call. */
    private static final Object LOCK = new Object();

    private final BundleContext bundles;
    private final Runnable open;
    private final ServiceListener others =
            event -> enter(event.getType() == ServiceEvent.UNREGISTERING ? event.getServiceReference() : null);
    private WaitLimit limit;
    private @Nullable ServiceRegistration<WaitLimit> place;
    private boolean settled;
    private String said = "";

    private WaitOrder(BundleContext bundles, WaitLimit limit, Runnable open) {
        this.bundles = bundles;
        this.limit = limit;
        this.open = open;
    }

    /**
     * Takes a place as soon as the order allows it.
     *
     * @param open opens the role, once, on the thread that puts the order right
     */
    public static WaitOrder enter(BundleContext bundles, WaitLimit limit, Runnable open) {
        WaitOrder order = new WaitOrder(bundles, limit, open);
        try {
            bundles.addServiceListener(order.others, LIMITS);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        order.enter(null);
        return order;
    }

    /**
     * The role's limit is another one from now on.
     *
     * @throws SettingException if the order is broken by it; then the former one stays in force
     */
    public void change(WaitLimit changed) {
        synchronized (LOCK) {
            if (place == null) {
                limit = changed;
                enter(null);
                return;
            }
            changed.check(limits(null));
            limit = changed;
            // the new one first: in between, a role that breaks the order would find nothing to break
            ServiceRegistration<WaitLimit> former = place;
            place = bundles.registerService(WaitLimit.class, changed, null);
            former.unregister();
        }
    }

    /** Leaves the order. */
    @Override
    public void close() {
        synchronized (LOCK) {
            settled = true;
            bundles.removeServiceListener(others);
            if (place != null) {
                place.unregister();
                place = null;
            }
        }
    }

    /** @param going the limit that is about to go, which counts no more */
    private void enter(@Nullable ServiceReference<?> going) {
        synchronized (LOCK) {
            if (settled) {
                return;
            }
            try {
                limit.check(limits(going));
            } catch (SettingException e) {
                if (!said.equals(e.getMessage())) {
                    said = String.valueOf(e.getMessage());
                    log.error(
                            "{}; this {} stays closed until that is put right",
                            said,
                            limit.role().name().toLowerCase(Locale.ROOT));
                }
                return;
            }
            settled = true;
            place = bundles.registerService(WaitLimit.class, limit, null);
        }
        open.run();
    }

    private List<WaitLimit> limits(@Nullable ServiceReference<?> going) {
        List<WaitLimit> limits = new ArrayList<>();
        try {
            for (ServiceReference<WaitLimit> reference : bundles.getServiceReferences(WaitLimit.class, null)) {
                WaitLimit other = reference.equals(going) ? null : bundles.getService(reference);
                if (other != null) {
                    limits.add(other);
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        return limits;
    }
}
