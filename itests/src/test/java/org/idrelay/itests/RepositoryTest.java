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
import org.junit.Test;

/** Rules for the tree itself that no other build step checks. */
public class RepositoryTest {

    private static final int MAX_LINES = 400;

    private static final String[] TEXT = {"java", "md", "xml", "cfg", "properties", "bnd", "sh", ""};

    @Test
    public void noFileIsLongerThanItsReaderIsPatient() throws IOException {
        List<String> tooLong = new ArrayList<>();
        List<Path> files = Tree.files(TEXT);
        assertTrue("only " + files.size(), files.size() > 500);
        for (Path file : files) {
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
        List<Path> decisions = Tree.files("md").stream()
                .filter(file -> file.startsWith(Tree.ROOT.resolve("docs/decisions")))
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

    private static List<Path> filesWith(Pattern pattern, String... extensions) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : Tree.files(extensions)) {
            if (pattern.matcher(Files.readString(file)).find()) {
                found.add(file);
            }
        }
        return found;
    }
}
