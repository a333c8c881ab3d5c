package org.idrelay.itests;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.idrelay.link.Link;
import org.idrelay.link.LinkHandler;
import org.junit.Test;

/** A name means one thing, in whatever bundle it is met. */
public class NamesTest {

    /** These once meant several things; nested types count too. */
    private static final Set<String> ONE_THING_EACH =
            Set.of("RoleLoop", "Endpoint", "Choice", "Role", "RecordJson", "Difference");

    /** What a package says of itself, and the one thing that each role's machine wants done. */
    private static final Set<String> OF_EVERY_BUNDLE = Set.of("package-info", "Outcome");

    private static final Pattern CODE = Pattern.compile("`(\\w+)`");

    @Test
    public void onlyConnectionsAreCalledLink() {
        List<JavaClass> links = named("Link");
        assertTrue(links.toString(), links.size() >= 3);
        assertEquals(
                List.of(), links.stream().filter(type -> !isConnection(type)).toList());
    }

    @Test
    public void whoeverIsCalledLinksHandlesThem() {
        List<JavaClass> handlers = named("Links");
        assertTrue(handlers.toString(), handlers.size() >= 3);
        assertEquals(
                List.of(), handlers.stream().filter(type -> !handlesLinks(type)).toList());
    }

    @Test
    public void tellsALinkFromWhatIsNone() {
        JavaClass none = new ClassFileImporter().importClass(NamesTest.class);
        assertFalse(isConnection(none));
        assertFalse(handlesLinks(none));
    }

    @Test
    public void noTwoBundlesHaveATypeOfTheSameName() {
        Map<String, TreeSet<String>> types = Picture.CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !OF_EVERY_BUNDLE.contains(type.getSimpleName()))
                .collect(groupingBy(
                        JavaClass::getSimpleName,
                        TreeMap::new,
                        mapping(JavaClass::getName, toCollection(TreeSet::new))));
        assertTrue("only " + types.size(), types.size() > 300);
        assertEquals(
                List.of(),
                types.values().stream().filter(same -> same.size() > 1).toList());
    }

    @Test
    public void whatOnceMeantSeveralThingsMeansOne() {
        Map<String, List<String>> types = Picture.CLASSES.stream()
                .filter(type -> ONE_THING_EACH.contains(type.getSimpleName()))
                .collect(groupingBy(JavaClass::getSimpleName, TreeMap::new, mapping(JavaClass::getName, toList())));
        assertTrue(types.toString(), types.containsKey("RoleLoop"));
        assertEquals(
                List.of(),
                types.values().stream().filter(same -> same.size() > 1).toList());
    }

    /** Each cell of the table of words is a type of that role's. */
    @Test
    public void theRolesSpeakTheDialect() throws IOException {
        List<List<String>> table =
                MarkdownPage.read(Tree.ROOT.resolve("docs/architecture.md")).table("idea");
        List<String> head = table.get(0);
        int told = 0;
        List<String> missing = new ArrayList<>();
        for (List<String> row : table.subList(1, table.size())) {
            for (String role : List.of("terminal", "server", "verifier host")) {
                String cell = row.get(head.indexOf(role)).replace("✓", row.get(1));
                for (MatchResult type : CODE.matcher(cell).results().toList()) {
                    String name = "org.idrelay.%s.%s".formatted(role.replace(' ', '.'), type.group(1));
                    told++;
                    if (!Picture.CLASSES.contain(name)) {
                        missing.add(name);
                    }
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue("only " + told, told > 20);
    }

    private static List<JavaClass> named(String end) {
        return Picture.CLASSES.stream()
                .filter(type -> type.getSimpleName().endsWith(end))
                .toList();
    }

    private static boolean isConnection(JavaClass type) {
        return type.isAssignableTo(Link.class.getName());
    }

    /** Itself, or by what it owns: a field's type or a type within it. */
    private static boolean handlesLinks(JavaClass type) {
        return isHandler(type)
                || type.getFields().stream()
                        .flatMap(field -> field.getType().getAllInvolvedRawTypes().stream())
                        .anyMatch(NamesTest::isHandler)
                || Picture.CLASSES.stream()
                        .filter(inner -> inner.getName().startsWith(type.getName() + "$"))
                        .anyMatch(NamesTest::isHandler);
    }

    private static boolean isHandler(JavaClass type) {
        return type.isAssignableTo(LinkHandler.class.getName());
    }
}
