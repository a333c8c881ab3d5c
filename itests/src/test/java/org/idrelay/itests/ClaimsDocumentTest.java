package org.idrelay.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.idrelay.wire.MessageType;
import org.junit.Test;

/** {@code docs/claims.md} names types and tests that exist, for every claim and every step, in the claims' own words. */
public class ClaimsDocumentTest {

    private static final Pattern NAMED = Pattern.compile("`([^`]+)`");

    /** One row, its cells stripped. */
    private record Row(String claim, String words, String types, String tests) {}

    @Test
    public void namesTypesThatExist() throws IOException {
        Map<String, String> sources = sources("main");
        for (Row row : rows()) {
            for (String type : named(row.types())) {
                boolean message = Arrays.stream(MessageType.values())
                        .anyMatch(value -> value.name().equals(type));
                assertTrue(row.claim() + ": no type " + type, message || sources.containsKey(type));
            }
        }
    }

    @Test
    public void namesTestsThatExist() throws IOException {
        Map<String, String> sources = sources("test");
        for (Row row : rows()) {
            for (String test : named(row.tests())) {
                String[] parts = test.split("#", 2);
                String source = sources.getOrDefault(parts[0], "");
                assertTrue(row.claim() + ": no test " + test, isTest(source, parts[1]));
            }
        }
    }

    @Test
    public void hasARowForEveryClaimAndEveryStep() throws IOException {
        Set<Integer> claims = new TreeSet<>();
        Set<Integer> steps = new TreeSet<>();
        Set<String> words = new TreeSet<>();
        for (Row row : rows()) {
            String[] claim = row.claim().split(" · step ", 2);
            claims.add(Integer.parseInt(claim[0]));
            if (claim.length > 1) {
                steps.add(Integer.parseInt(claim[1]));
            }
            assertTrue("twice: " + row.words(), words.add(row.words()));
            assertFalse("no type: " + row, named(row.types()).isEmpty());
            assertFalse("no test: " + row, named(row.tests()).isEmpty());
        }
        assertEquals(upTo(10), claims);
        assertEquals(upTo(28), steps);
    }

    /** docs/changing.md names what is there to be changed, and what stops whoever forgets a part. */
    @Test
    public void theGuideNamesTypesAndTestsThatExist() throws IOException {
        Set<String> examples = Set.of("NightPolicy", "LeaseListCommand", "Config");
        Map<String, String> sources = sources("test");
        sources.putAll(sources("main"));
        int tests = 0;
        for (String name :
                MarkdownPage.read(Tree.ROOT.resolve("docs/changing.md")).code()) {
            String[] parts = name.split("#", 2);
            if (parts[0].matches("([A-Z][a-z0-9]+)+") && !examples.contains(parts[0])) {
                assertTrue("no type " + name, sources.containsKey(parts[0]));
                boolean test = parts.length == 2 && parts[0].endsWith("Test");
                assertTrue("no test " + name, !test || isTest(sources.getOrDefault(parts[0], ""), parts[1]));
                tests += test ? 1 : 0;
            }
        }
        assertTrue("only " + tests, tests > 10);
    }

    /** Letter by letter, in the claim and in the step that the row names. */
    @Test
    public void quotesTheClaims() throws IOException {
        String text = Files.readString(Tree.ROOT.resolve("docs/claims-zh.txt"));
        for (Row row : rows()) {
            String[] claim = row.claim().split(" · step ", 2);
            String source = part(text, "(?m)^%s\\.", Integer.parseInt(claim[0]));
            if (claim.length > 1) {
                source = part(source, "步驟%s[,:]", Integer.parseInt(claim[1]));
            }
            assertTrue("%s does not say: %s".formatted(row.claim(), row.words()), source.contains(row.words()));
        }
    }

    /** docs/security.md names tests by their classes. */
    @Test
    public void theSecurityModelNamesTestsThatExist() throws IOException {
        Map<String, String> sources = sources("test");
        List<String> tests = Files.readAllLines(Tree.ROOT.resolve("docs/security.md")).stream()
                .filter(line -> line.startsWith("| "))
                .flatMap(line -> named(line).stream())
                .filter(name -> name.matches("[A-Z][A-Za-z]+(Test|IT)"))
                .toList();
        assertTrue(tests.toString(), tests.size() > 10);
        assertEquals(
                List.of(),
                tests.stream().filter(name -> !sources.containsKey(name)).toList());
    }

    /** From the mark with that number to the one with the next, or to the end. */
    private static String part(String text, String mark, int number) {
        String[] before = text.split(mark.formatted(number), 2);
        assertEquals("has " + mark.formatted(number), 2, before.length);
        return before[1].split(mark.formatted(number + 1), 2)[0];
    }

    /** Annotated as a test, and not just a method of a test class. */
    private static boolean isTest(String source, String method) {
        return Pattern.compile(
                        "@(Parameterized)?Test\\b(?:(?!\\bvoid\\b).)*\\bvoid " + Pattern.quote(method) + "\\(",
                        Pattern.DOTALL)
                .matcher(source)
                .find();
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Tree.ROOT.resolve("docs/claims.md"))) {
            if (line.matches("\\| [0-9].*")) {
                List<String> cells =
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
                rows.add(new Row(cells.get(1), cells.get(2), cells.get(3), cells.get(4)));
            }
        }
        return rows;
    }

    private static List<String> named(String cell) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAMED.matcher(cell);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static Set<Integer> upTo(int last) {
        return IntStream.rangeClosed(1, last).boxed().collect(Collectors.toSet());
    }

    /** Every class's source by its simple name. */
    private static Map<String, String> sources(String kind) throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (Path file : Tree.files("java")) {
            if (file.toString().contains("/src/" + kind + "/")) {
                sources.merge(
                        file.getFileName().toString().replace(".java", ""), Files.readString(file), String::concat);
            }
        }
        return sources;
    }
}
