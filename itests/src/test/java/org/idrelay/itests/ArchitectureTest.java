package org.idrelay.itests;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.idrelay.itests.Picture.packages;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.idrelay.api.routing.RoutingPolicy;
import org.jspecify.annotations.NullMarked;
import org.junit.Test;
import org.osgi.service.component.annotations.Component;

/** Classes keep to the bundles' picture: who may know whom, and what nobody is called. */
public class ArchitectureTest {

    /** Ours, and Camel, which is a bundle too. */
    private static final String[] OURS = {"org.idrelay..", "org.apache.camel.."};

    @Test
    public void everyBundleIsInThePicture() throws IOException {
        Set<String> folders = Tree.bundles().stream()
                .map(folder -> folder.getFileName().toString())
                .collect(Collectors.toSet());
        assertEquals(folders, Picture.ARROWS.keySet());
        for (String bundle : folders) {
            // camel is code of others
            assertEquals(
                    bundle,
                    bundle.equals("camel"),
                    Picture.CLASSES.that(resideInAnyPackage(packages(bundle))).isEmpty());
        }
        String[] known = folders.stream().map(Picture::packages).toArray(String[]::new);
        holds(classes().should().resideInAnyPackage(known));
    }

    @Test
    public void arrowsPointDownOnly() {
        Picture.ARROWS.forEach((bundle, below) -> {
            String[] allowed = Stream.concat(Stream.of(bundle), below.stream())
                    .map(Picture::packages)
                    .toArray(String[]::new);
            ArchRule rule = noClasses()
                    .that()
                    .resideInAPackage(packages(bundle))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(OURS).and(resideOutsideOfPackages(allowed)))
                    .as(bundle + " knows only " + below);
            holds(bundle.equals("camel") ? rule.allowEmptyShould(true) : rule);
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

    /** Whoever reads docs/changing.md relies on it. */
    @Test
    public void everyPolicyIsAComponentAndPlaysTheSuite() throws IOException {
        String suite = Files.readString(Tree.files("java").stream()
                .filter(file -> file.endsWith("RoutingPolicyConformanceTest.java"))
                .findFirst()
                .orElseThrow());
        List<JavaClass> policies = Picture.CLASSES.stream()
                .filter(type -> type.isAssignableTo(RoutingPolicy.class) && !type.isInterface())
                .toList();
        assertTrue(policies.toString(), policies.size() >= 3);
        for (JavaClass policy : policies) {
            assertTrue(policy.getName(), policy.isAnnotatedWith(Component.class));
            assertTrue(policy.getName(), suite.contains("new " + policy.getSimpleName() + "("));
        }
    }

    @Test
    public void everyCommandIsAService() {
        holds(classes().that().areAnnotatedWith(Command.class).should().beAnnotatedWith(Service.class));
    }

    @Test
    public void noPackagesKnowEachOther() {
        holds(slices().matching("org.idrelay.(**)").should().beFreeOfCycles());
    }

    @Test
    public void everyPackageIsNullMarked() {
        List<String> unmarked = Picture.CLASSES.stream()
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

    private static void holds(ArchRule rule) {
        rule.check(Picture.CLASSES);
    }
}
