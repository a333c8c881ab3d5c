package org.idrelay.itests;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.Test;

/** The bundles' picture in docs/architecture.md: who may know whom, and what nobody is called. */
public class ArchitectureTest {

    private static final String OURS = "org.idrelay..";

    /** A bundle's package, and which of our others it may know. */
    private static final Map<String, List<String>> ARROWS = new TreeMap<>(Map.ofEntries(
            Map.entry("api", List.of()),
            Map.entry("operations", List.of("api")),
            Map.entry("wire", List.of("api")),
            Map.entry("card", List.of("api")),
            Map.entry("certs", List.of("api")),
            Map.entry("secrecy", List.of("api", "wire")),
            Map.entry("link", List.of("api", "operations", "wire")),
            Map.entry("transport", List.of("api", "operations", "wire", "link", "secrecy")),
            Map.entry("terminal", List.of("api", "operations", "wire", "link", "card", "secrecy")),
            Map.entry("server", List.of("api", "operations", "wire", "link")),
            Map.entry("routing", List.of("api")),
            Map.entry("verifier.host", List.of("api", "operations", "wire", "link", "secrecy")),
            Map.entry("verifier.sam", List.of("api", "card")),
            Map.entry("simulator", List.of("api", "card")),
            Map.entry("reader.pcsc", List.of("api", "card")),
            Map.entry("reader.pn532", List.of("api")),
            Map.entry("photo.sketch", List.of("api")),
            Map.entry("photo.command", List.of("api")),
            Map.entry("audit", List.of("api", "operations")),
            Map.entry("forwarding", List.of("api")),
            Map.entry("records", List.of("api", "operations")),
            Map.entry("shell", List.of("api", "operations")),
            Map.entry("monitoring", List.of("api", "operations")),
            Map.entry("console", List.of("api", "operations")),
            Map.entry("demo", List.of("api", "operations", "simulator"))));

    private static final JavaClasses BUNDLES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/itests/") && !location.contains("-tests.jar"))
            .importPackages("org.idrelay");

    @Test
    public void everyBundleIsInThePicture() {
        for (String bundle : ARROWS.keySet()) {
            assertTrue(bundle, BUNDLES.containPackage("org.idrelay." + bundle));
        }
        String[] known =
                ARROWS.keySet().stream().map(ArchitectureTest::packages).toArray(String[]::new);
        holds(classes().should().resideInAnyPackage(known));
    }

    @Test
    public void arrowsPointDownOnly() {
        ARROWS.forEach((bundle, below) -> {
            String[] allowed = Stream.concat(Stream.of(bundle), below.stream())
                    .map(ArchitectureTest::packages)
                    .toArray(String[]::new);
            holds(noClasses()
                    .that()
                    .resideInAPackage(packages(bundle))
                    .should()
                    .dependOnClassesThat(resideInAPackage(OURS).and(resideOutsideOfPackages(allowed)))
                    .as(bundle + " knows only " + below));
        });
    }

    @Test
    public void onlyTransportKnowsNettyAndOnlyItAndForwardingKnowCamel() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage(packages("transport"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty.."));
        holds(noClasses()
                .that()
                .resideOutsideOfPackages(packages("transport"), packages("forwarding"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.camel.."));
    }

    @Test
    public void onlyWhatSealsKnowsBouncyCastle() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages(
                        packages("secrecy"), packages("certs"), packages("records"), packages("simulator"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle.."));
    }

    @Test
    public void cardWireAndSecrecyKnowNoOsgi() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(packages("card"), packages("wire"), packages("secrecy"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.osgi.framework..", "org.osgi.service..", "org.osgi.util.."));
    }

    @Test
    public void noPackagesKnowEachOther() {
        holds(slices().matching("org.idrelay.(**)").should().beFreeOfCycles());
    }

    @Test
    public void everyPackageIsNullMarked() {
        List<String> unmarked = BUNDLES.stream()
                .map(type -> type.getPackage())
                .distinct()
                .filter(javaPackage -> !javaPackage.isAnnotatedWith(NullMarked.class))
                .map(javaPackage -> javaPackage.getName())
                .toList();
        assertEquals(List.of(), unmarked);
    }

    @Test
    public void namesSayWhatATypeIsFor() {
        holds(classes().should().haveNameNotMatching(".*(Impl|Manager|Helper|Utils?)(\\$.*)?"));
        holds(classes().should().haveNameNotMatching(".*\\.Abstract[^.]*"));
        holds(noClasses().that().areInterfaces().should().haveNameMatching(".*\\.I[A-Z][a-z][^.]*"));
    }

    private static String packages(String bundle) {
        return "org.idrelay." + bundle + "..";
    }

    private static void holds(ArchRule rule) {
        rule.check(BUNDLES);
    }
}
