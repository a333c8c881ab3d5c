package org.idrelay.itests;

import static java.util.stream.Collectors.toCollection;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.felix.utils.properties.Properties;
import org.junit.Test;

/** Commands, files, features and pages that there are stand in the pages for operators, and no others. */
public class OperatorsPagesTest {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern FEATURE = Pattern.compile("<feature name=\"([^\"]+)\"[^>]*>");
    private static final Pattern INHERITED = Pattern.compile("all of ([a-z]+)(?: and ([a-z]+))?");

    @Test
    public void everyCommandIsInATable() throws IOException {
        Set<String> told = operations().tables().stream()
                .filter(table -> table.get(0).get(0).equals("command"))
                .flatMap(List::stream)
                .flatMap(row -> code(row.get(0)))
                .map(command -> command.replaceAll("^idrelay:| .*", ""))
                .filter(command -> !command.startsWith("-"))
                .collect(toCollection(TreeSet::new));
        assertEquals(allowed().keySet(), told);
    }

    @Test
    public void everyRoleHasTheCommandsThatTheTableSays() throws IOException {
        Map<String, Set<String>> told = new TreeMap<>();
        for (List<String> row : rows(operations().table("role"))) {
            Set<String> commands =
                    code(row.get(1)).filter(command -> !command.contains(":")).collect(toCollection(TreeSet::new));
            for (MatchResult all : INHERITED.matcher(row.get(1)).results().toList()) {
                commands.addAll(told.get(all.group(1)));
                commands.addAll(all.group(2) == null ? Set.of() : told.get(all.group(2)));
            }
            told.put(row.get(0), commands);
        }
        Map<String, Set<String>> allowed = new TreeMap<>();
        allowed()
                .forEach((command, roles) -> roles.forEach(role ->
                        allowed.computeIfAbsent(role, any -> new TreeSet<>()).add(command)));
        assertEquals(allowed, told);
    }

    @Test
    public void everyFileInEtcIsInTheTable() throws IOException {
        List<String> told = rows(operations().table("file in `etc/`")).stream()
                .flatMap(row -> code(row.get(0)))
                .toList();
        List<Path> files = Tree.files("cfg").stream()
                .filter(file -> file.startsWith(Tree.ROOT.resolve("etc")))
                .filter(file -> file.getFileName().toString().startsWith("org.idrelay."))
                .toList();
        assertTrue(files.toString(), files.size() > 10);
        for (Path file : files) {
            String name = file.getFileName().toString();
            assertTrue(name, told.contains(name) || told.contains(name.replaceFirst("-.*\\.cfg", "-NAME.cfg")));
        }
    }

    @Test
    public void everyPageOfTheConsoleIsInTheTable() throws IOException {
        Set<String> told = rows(read("console.md").table("address")).stream()
                .flatMap(row -> code(row.get(0)))
                .filter(address -> address.matches("/[a-z]*") && !address.equals("/metrics"))
                .collect(toCollection(TreeSet::new));
        Set<String> pages = Tree.files("html").stream()
                .filter(file -> file.toString().contains("/console/src/main/resources/page/"))
                .map(file -> "/" + file.getFileName().toString().replaceFirst("^terminal\\.html$|\\.html$", ""))
                .collect(toCollection(TreeSet::new));
        assertEquals(pages, told);
    }

    /** A hidden feature is a part of others. */
    @Test
    public void everyFeatureIsInTheTable() throws IOException {
        Set<String> told = rows(read("architecture.md").table("feature")).stream()
                .flatMap(row -> code(row.get(0)))
                .collect(toCollection(TreeSet::new));
        String features = Files.readString(Tree.ROOT.resolve("features/src/main/feature/feature.xml"));
        Set<String> visible = FEATURE.matcher(features)
                .results()
                .filter(feature -> !feature.group().contains("hidden=\"true\""))
                .map(feature -> feature.group(1))
                .collect(toCollection(TreeSet::new));
        assertEquals(visible, told);
    }

    /** Each command of IdRelay with the roles that may use it, as {@code EtcTest} holds them to be. */
    private static Map<String, List<String>> allowed() throws IOException {
        Properties roles = new Properties(false);
        roles.load(Tree.ROOT
                .resolve("etc/org.apache.karaf.command.acl.idrelay.cfg")
                .toFile());
        Map<String, List<String>> allowed = new TreeMap<>();
        roles.forEach((command, value) -> allowed.put(command, List.of(value.split(", ", -1))));
        return allowed;
    }

    private static List<List<String>> rows(List<List<String>> table) {
        return table.subList(1, table.size());
    }

    private static Stream<String> code(String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1));
    }

    private static MarkdownPage operations() throws IOException {
        return read("operations.md");
    }

    private static MarkdownPage read(String page) throws IOException {
        return MarkdownPage.read(Tree.ROOT.resolve("docs").resolve(page));
    }
}
