package org.idrelay.itests;

import static java.util.stream.Collectors.toCollection;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/** The bundles' picture: its arrows go down the floors, and docs/architecture.md shows the same. */
public class PictureTest {

    /** What the page calls a library, and the beginning of its packages. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "Netty", "io.netty.",
            "Bouncy Castle", "org.bouncycastle.",
            "Jackson", "com.fasterxml.jackson.",
            "JNA", "com.sun.jna",
            "jSerialComm", "com.fazecast.jSerialComm",
            "H2", "org.h2",
            "pgjdbc", "org.postgresql",
            "Prometheus' client", "io.prometheus.",
            "Felix Health Checks", "org.apache.felix.hc.",
            "JUnit", "org.junit.");

    /** {@code plugins   routing · reader-pcsc} */
    private static final Pattern LABELLED = Pattern.compile("([a-z]+) {2,}(\\S.*)");

    @Test
    public void everyBundleIsOfOneKind() {
        List<String> bundles =
                Picture.KINDS.values().stream().flatMap(List::stream).sorted().toList();
        assertEquals(List.copyOf(Picture.ARROWS.keySet()), bundles);
    }

    @Test
    public void everyBundleStandsInTheFolderOfItsKind() throws IOException {
        Set<Path> expected = new TreeSet<>();
        Picture.KINDS.forEach(
                (kind, bundles) -> bundles.forEach(bundle -> expected.add(Path.of("bundles", kind, bundle))));
        Set<Path> folders = Tree.bundles().stream().map(Tree.ROOT::relativize).collect(toCollection(TreeSet::new));
        assertEquals(expected, folders);
    }

    @Test
    public void everyArrowGoesDownTheFloors() {
        Picture.ARROWS.forEach((bundle, below) ->
                below.forEach(other -> assertTrue(bundle + " on " + other, Picture.mayStandOn(bundle, other))));
    }

    @Test
    public void theFloorsForbidWhatTheyShould() {
        for (List<String> up : List.of(
                List.of("api", "operations"),
                List.of("card", "wire"),
                List.of("link", "secrecy"),
                List.of("wire", "link"),
                List.of("server", "secrecy"),
                List.of("terminal", "transport"),
                List.of("transport", "terminal"),
                List.of("server", "verifier-host"),
                List.of("terminal", "reader-pcsc"),
                List.of("terminal", "records"),
                List.of("routing", "server"),
                List.of("verifier-sam", "wire"),
                List.of("audit", "records"),
                List.of("console", "link"),
                List.of("shell", "terminal"),
                List.of("demo", "verifier-sam"),
                List.of("demo", "terminal"),
                List.of("demo", "wire"),
                List.of("load", "server"),
                List.of("load", "transport"),
                List.of("console", "camel"),
                List.of("certs", "secrecy"),
                List.of("conformance", "simulator"))) {
            assertFalse(up.toString(), Picture.mayStandOn(up.get(0), up.get(1)));
        }
    }

    @Test
    public void everyArrowIsUsed() {
        Picture.ARROWS.forEach((bundle, below) -> {
            Set<String> known = Picture.packagesKnownTo(bundle);
            for (String other : below) {
                String begin = Picture.packages(other).replaceFirst("\\.\\.$", "");
                assertTrue(
                        bundle + " does not know " + other,
                        known.stream().anyMatch(name -> (name + ".").startsWith(begin + ".")));
            }
        });
    }

    @Test
    public void thePagesTableHasTheSameBundlesAndArrows() throws IOException {
        Map<String, Set<String>> arrows = new TreeMap<>();
        for (List<String> row : bundlesTable()) {
            String[] folder = folder(row);
            assertEquals(Picture.kind(folder[1]), folder[0]);
            Set<String> below = new TreeSet<>(mayUse(row));
            below.removeAll(LIBRARIES.keySet());
            assertEquals("twice: " + row, null, arrows.put(folder[1], below));
        }
        Map<String, Set<String>> expected = new TreeMap<>();
        Picture.ARROWS.forEach((bundle, below) -> expected.put(bundle, new TreeSet<>(below)));
        assertEquals(expected, arrows);
    }

    @Test
    public void thePagesTableHasTheLibraries() throws IOException {
        for (List<String> row : bundlesTable()) {
            String bundle = folder(row)[1];
            Set<String> known = Picture.packagesKnownTo(bundle);
            Set<String> used = new TreeSet<>();
            LIBRARIES.forEach((library, packages) -> {
                if (known.stream().anyMatch(name -> name.startsWith(packages))) {
                    used.add(library);
                }
            });
            Set<String> named = new TreeSet<>(mayUse(row));
            named.removeAll(Picture.ARROWS.keySet());
            assertEquals(bundle, used, named);
        }
    }

    @Test
    public void thePageDrawsTheSameFloors() throws IOException {
        List<Set<String>> floors = new ArrayList<>();
        Map<String, Set<String>> beside = new TreeMap<>();
        for (String line : drawing()) {
            Set<String> floor = new HashSet<>();
            for (String cell : line.split("│", -1)) {
                Matcher labelled = LABELLED.matcher(cell.strip());
                if (labelled.matches()) {
                    beside.computeIfAbsent(labelled.group(1), kind -> new HashSet<>())
                            .addAll(names(labelled.group(2)));
                } else {
                    floor.addAll(names(cell));
                }
            }
            if (!floor.isEmpty()) {
                floors.add(floor);
            }
        }
        Collections.reverse(floors);
        assertEquals(Picture.FLOORS.stream().map(HashSet::new).toList(), floors);
        assertEquals(besideTheFloors(), beside);
    }

    private static Map<String, Set<String>> besideTheFloors() {
        List<String> inside = Picture.FLOORS.stream().flatMap(List::stream).toList();
        Map<String, Set<String>> beside = new TreeMap<>();
        Picture.KINDS.forEach((kind, bundles) -> {
            Set<String> rest = new HashSet<>(bundles);
            inside.forEach(rest::remove);
            if (!rest.isEmpty()) {
                beside.put(kind, rest);
            }
        });
        return beside;
    }

    private static List<String> names(String cell) {
        return Stream.of(cell.strip().split(" · ", -1))
                .filter(name -> name.matches("[a-z][a-z0-9-]*"))
                .toList();
    }

    private static List<String> drawing() throws IOException {
        return page().blocks().stream()
                .filter(block -> block.get(0).strip().startsWith("┌"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no drawing of the floors"));
    }

    private static List<List<String>> bundlesTable() throws IOException {
        List<List<String>> table = page().table("folder");
        return table.subList(1, table.size());
    }

    private static String[] folder(List<String> row) {
        return row.get(0).replace("`", "").split("/", -1);
    }

    private static List<String> mayUse(List<String> row) {
        return Arrays.stream(row.get(2).split(", ", -1))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static MarkdownPage page() throws IOException {
        return MarkdownPage.read(Tree.ROOT.resolve("docs/architecture.md"));
    }
}
