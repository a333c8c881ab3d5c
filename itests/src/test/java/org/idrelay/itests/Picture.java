package org.idrelay.itests;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The picture of the bundles: what kind each is, on which floor it stands, which others it may know. Classes, folders and
 * {@code docs/architecture.md} are compared with it. A bundle is called by its folder.
 */
final class Picture {

    /** The bundles of each kind. */
    static final Map<String, List<String>> KINDS = new TreeMap<>(Map.of(
            "contracts", List.of("api", "operations", "conformance"),
            "protocol", List.of("wire", "card", "secrecy"),
            "links", List.of("link", "transport", "camel"),
            "roles", List.of("terminal", "server", "verifier-host"),
            "plugins", List.of("routing", "reader-pcsc", "reader-pn532", "verifier-sam", "photo-command"),
            "records", List.of("records", "audit", "forwarding"),
            "faces", List.of("console", "shell", "monitoring"),
            "practice", List.of("simulator", "photo-sketch", "demo", "load"),
            "tools", List.of("certs")));

    /** The floors on which a read stands, from the ground; what is on none of them stands beside. */
    static final List<List<String>> FLOORS = List.of(
            List.of("api"),
            List.of("operations", "wire", "card"),
            List.of("secrecy", "link"),
            List.of("transport", "terminal", "server", "verifier-host"));

    /** A bundle, and which others it may know. */
    static final Map<String, List<String>> ARROWS = new TreeMap<>(Map.ofEntries(
            Map.entry("api", List.of()),
            Map.entry("operations", List.of("api")),
            Map.entry("conformance", List.of("api", "card")),
            Map.entry("wire", List.of("api")),
            Map.entry("card", List.of("api")),
            Map.entry("secrecy", List.of("api", "wire")),
            Map.entry("link", List.of("api", "operations", "wire")),
            Map.entry("transport", List.of("api", "operations", "wire", "link", "secrecy", "camel")),
            Map.entry("camel", List.of()),
            Map.entry("terminal", List.of("api", "operations", "wire", "link", "card", "secrecy")),
            Map.entry("server", List.of("api", "operations", "wire", "link")),
            Map.entry("verifier-host", List.of("api", "operations", "wire", "link", "secrecy")),
            Map.entry("routing", List.of("api")),
            Map.entry("reader-pcsc", List.of("api", "card")),
            Map.entry("reader-pn532", List.of("api")),
            Map.entry("verifier-sam", List.of("api", "card")),
            Map.entry("photo-command", List.of("api")),
            Map.entry("records", List.of("api", "operations")),
            Map.entry("audit", List.of("api", "operations")),
            Map.entry("forwarding", List.of("api", "camel")),
            Map.entry("console", List.of("api", "operations")),
            Map.entry("shell", List.of("api", "operations")),
            Map.entry("monitoring", List.of("api", "operations")),
            Map.entry("simulator", List.of("api", "card")),
            Map.entry("photo-sketch", List.of("api")),
            Map.entry("demo", List.of("api", "operations", "simulator")),
            Map.entry("load", List.of("api", "wire", "card")),
            Map.entry("certs", List.of("api"))));

    /** All that the bundles are built from, and no test; they must have been built. */
    static final JavaClasses CLASSES = read();

    private static final Set<String> WHAT_IS_BESIDE_STANDS_ON = Set.of("api", "operations", "card");

    private Picture() {}

    /** The kind whose folder a bundle stands in. */
    static String kind(String bundle) {
        return KINDS.entrySet().stream()
                .filter(kind -> kind.getValue().contains(bundle))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new AssertionError(bundle + " is of no kind"));
    }

    /** Whether the floors let one bundle stand on another. */
    static boolean mayStandOn(String bundle, String other) {
        if (other.equals("camel")) {
            return Set.of("transport", "forwarding").contains(bundle);
        }
        if (bundle.equals("server") && other.equals("secrecy")) {
            return false;
        }
        if (bundle.equals("load") && other.equals("wire")) {
            return true;
        }
        return switch (kind(bundle)) {
            case "plugins", "records", "faces", "tools" -> WHAT_IS_BESIDE_STANDS_ON.contains(other);
            case "practice" ->
                WHAT_IS_BESIDE_STANDS_ON.contains(other) || kind(other).equals("practice");
            default -> floor(other) < Math.min(floor(bundle), FLOORS.size() - 1);
        };
    }

    /** The packages of a bundle, as ArchUnit wants them. */
    static String packages(String bundle) {
        return bundle.equals("camel") ? "org.apache.camel.." : "org.idrelay." + bundle.replace('-', '.') + "..";
    }

    /** The packages of all that a bundle's classes name. */
    static Set<String> packagesKnownTo(String bundle) {
        return CLASSES.that(JavaClass.Predicates.resideInAPackage(packages(bundle))).stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency ->
                        dependency.getTargetClass().getBaseComponentType().getPackageName())
                .collect(Collectors.toSet());
    }

    /** Beside the floors is above all of them: nobody stands there. */
    private static int floor(String bundle) {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            if (FLOORS.get(floor).contains(bundle)) {
                return floor;
            }
        }
        return FLOORS.size();
    }

    private static JavaClasses read() {
        try {
            List<Path> built = Tree.bundles().stream()
                    .map(bundle -> bundle.resolve("target/classes"))
                    .toList();
            return new ClassFileImporter()
                    .withImportOption(location -> location.contains("/org/idrelay/"))
                    .importPaths(built);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
