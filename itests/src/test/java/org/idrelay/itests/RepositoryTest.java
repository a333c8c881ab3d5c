package org.idrelay.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/** Rules for the tree itself that no other build step checks. */
public class RepositoryTest {

    private static final Path ROOT =
            Path.of(System.getProperty("idrelay.root", "..")).normalize();

    private static final int MAX_LINES = 400;

    private static final Set<String> TEXT = Set.of("java", "md", "xml", "cfg", "properties", "bnd", "sh", "");

    /** Not ours, not source, or no text. */
    private static final Set<String> LEFT_OUT = Set.of(".git", "target", "fuzz", ".idea", ".settings");

    @Test
    public void noFileIsLongerThanItsReaderIsPatient() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : texts()) {
            int lines = Files.readAllLines(file, StandardCharsets.UTF_8).size();
            if (lines > MAX_LINES) {
                tooLong.add(file + ": " + lines);
            }
        }
        assertEquals(List.of(), tooLong);
    }

    @Test
    public void nothingIsLeftToDoSilently() throws IOException {
        Pattern leftover = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b|@Dis" + "abled|@Ig" + "nore\\b");
        assertEquals(List.of(), filesWith(leftover, "java", "md", "xml", "cfg", ""));
    }

    @Test
    public void noTestSleeps() throws IOException {
        assertEquals(List.of(), filesWith(Pattern.compile("Thread\\.sl" + "eep\\("), "java"));
    }

    @Test
    public void everyDecisionHasContextDecisionAndConsequence() throws IOException {
        Set<String> numbers = new TreeSet<>();
        List<Path> decisions = texts().stream()
                .filter(file -> file.startsWith(ROOT.resolve("docs/decisions")))
                .toList();
        assertTrue("there are some", decisions.size() >= 5);
        for (Path file : decisions) {
            String name = file.getFileName().toString();
            assertTrue(name, name.matches("\\d{4}-[a-z0-9-]+\\.md"));
            assertTrue(name + " has a number of its own", numbers.add(name.substring(0, 4)));
            String text = Files.readString(file);
            for (String part : List.of("**Context.**", "**Decision.**", "**Consequence.**")) {
                assertTrue("%s in %s".formatted(part, name), text.contains(part));
            }
        }
    }

    @Test
    public void everyLinkBetweenPagesLeadsSomewhere() throws IOException {
        Pattern link = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
        List<String> dead = new ArrayList<>();
        for (Path page : texts()) {
            if (page.toString().endsWith(".md")) {
                link.matcher(Files.readString(page)).results().forEach(found -> {
                    if (!Files.exists(page.resolveSibling(found.group(1)))) {
                        dead.add("%s -> %s".formatted(ROOT.relativize(page), found.group(1)));
                    }
                });
            }
        }
        assertEquals(List.of(), dead);
    }

    private static List<Path> filesWith(Pattern pattern, String... extensions) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : texts()) {
            if (Set.of(extensions).contains(extension(file))
                    && pattern.matcher(Files.readString(file)).find()) {
                found.add(file);
            }
        }
        return found;
    }

    private static List<Path> texts() throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> TEXT.contains(extension(file)) && isSource(ROOT.relativize(file)))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isSource(Path file) {
        for (Path part : file) {
            if (LEFT_OUT.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.indexOf('.') < 0 ? name.length() : name.lastIndexOf('.') + 1);
    }
}
