package org.idrelay.itests;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;

/** The bundles that run at one moment, and whether any of them was stopped, refreshed or updated since. */
final class RunningBundles implements SynchronousBundleListener, AutoCloseable {

    private static final int DISTURBING =
            BundleEvent.STOPPING | BundleEvent.STOPPED | BundleEvent.UNRESOLVED | BundleEvent.UPDATED;

    private final BundleContext context;
    private final Map<Bundle, BundleWiring> wirings;
    private final Set<String> touched = new ConcurrentSkipListSet<>();

    RunningBundles(BundleContext context) {
        this.context = context;
        this.wirings = Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                .collect(Collectors.toMap(Function.identity(), RunningBundles::wiring));
        context.addBundleListener(this);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (wirings.containsKey(event.getBundle()) && (event.getType() & DISTURBING) != 0) {
            touched.add(event.getBundle().getSymbolicName());
        }
    }

    /** Names of bundles that ran and were not left alone. */
    List<String> disturbed() {
        wirings.forEach((bundle, wiring) -> {
            if (bundle.getState() != Bundle.ACTIVE || wiring(bundle) != wiring) {
                touched.add(bundle.getSymbolicName());
            }
        });
        return List.copyOf(touched);
    }

    /** Names of bundles that are there now and were not running then. */
    List<String> added() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE && !wirings.containsKey(bundle))
                .map(Bundle::getSymbolicName)
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        context.removeBundleListener(this);
    }

    private static BundleWiring wiring(Bundle bundle) {
        return bundle.adapt(BundleWiring.class);
    }
}
