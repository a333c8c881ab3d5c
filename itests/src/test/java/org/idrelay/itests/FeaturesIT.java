package org.idrelay.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.karaf.features.BootFinished;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Every public feature is installed alone and taken away again, and no bundle that ran before notices. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class FeaturesIT {

    @Inject
    private BundleContext context;

    @Inject
    private FeaturesService features;

    /** Injected only when all boot features have started: that is its use. */
    @Inject
    @SuppressWarnings("UnusedVariable")
    private BootFinished bootFinished;

    @Configuration
    public Option[] distribution() {
        return Container.distribution();
    }

    @Test
    public void everyFeatureComesAndGoesAlone() throws Exception {
        Set<String> names = publicFeatures();
        assertTrue(names.toString(), names.contains("idrelay-terminal") && names.contains("idrelay-server"));
        for (String name : names) {
            try (RunningBundles before = new RunningBundles(context)) {
                features.installFeature(name);
                assertEquals(name, List.of(), notActive());
                assertFalse(name + " brings nothing", before.added().isEmpty());
                features.uninstallFeature(name);
                assertEquals(name, List.of(), before.added());
                assertEquals(name, List.of(), before.disturbed());
            }
        }
    }

    @Test
    public void aRoleLeavesTheOthersAlone() throws Exception {
        features.installFeature("idrelay-server");
        try (RunningBundles before = new RunningBundles(context)) {
            features.installFeature("idrelay-demo");
            features.uninstallFeature("idrelay-demo");
            assertEquals(List.of(), before.disturbed());
        }
        features.uninstallFeature("idrelay-server");
    }

    /** What the other tests rely on: a refresh would not pass unseen. */
    @Test
    public void aRefreshIsNoticed() throws Exception {
        Bundle api = Arrays.stream(context.getBundles())
                .filter(bundle -> "org.idrelay.api".equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
        try (RunningBundles before = new RunningBundles(context)) {
            CountDownLatch refreshed = new CountDownLatch(1);
            context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                    .adapt(FrameworkWiring.class)
                    .refreshBundles(List.of(api), event -> {
                        if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                            refreshed.countDown();
                        }
                    });
            assertTrue(refreshed.await(60, TimeUnit.SECONDS));
            assertTrue(before.disturbed().contains("org.idrelay.api"));
        }
    }

    private Set<String> publicFeatures() throws Exception {
        return Arrays.stream(features.listFeatures())
                .filter(feature -> feature.getName().startsWith("idrelay-") && !feature.isHidden())
                .map(Feature::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> notActive() {
        List<String> found = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
            if (!fragment && bundle.getState() != Bundle.ACTIVE) {
                found.add(bundle.getSymbolicName());
            }
        }
        return found;
    }
}
