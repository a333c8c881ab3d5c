package org.idrelay.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.utils.properties.Properties;
import org.apache.karaf.shell.api.action.Command;
import org.junit.Test;

/** What {@code etc/} says and what the components take from it are the same keys with the same defaults. */
public class EtcTest {

    /** {@code ${idrelay.port.terminals:-7201}} */
    private static final Pattern SUBSTITUTED = Pattern.compile("\\$\\{[^}:]+:-([^}]*)}");

    /** Whoever may change may look, and whoever sees records is a clerk and nothing else. */
    private static final Set<List<String>> ROLES = Set.of(
            List.of("viewer", "operator", "admin"),
            List.of("operator", "admin"),
            List.of("admin"),
            List.of("auditor", "admin"),
            List.of("clerk"));

    @Test
    public void everyComponentHasItsFiles() throws Exception {
        List<ConfigurablePid> pids = ConfigurablePid.ofBundles();
        assertTrue(pids.toString(), pids.size() >= 3);
        for (ConfigurablePid pid : pids) {
            assertFalse("no file in etc/ for " + pid.name(), files(pid).isEmpty());
        }
    }

    @Test
    public void everyFileHasTheKeysOfItsComponent() throws Exception {
        for (ConfigurablePid pid : ConfigurablePid.ofBundles()) {
            for (Path file : files(pid)) {
                assertEquals(
                        file.toString(),
                        pid.defaults().keySet(),
                        new TreeSet<>(properties(file).keySet()));
            }
        }
    }

    /** Instances of a factory differ from the defaults by their nature, and so may what the comment calls an example. */
    @Test
    public void everyFileShowsTheDefaults() throws Exception {
        for (ConfigurablePid pid : ConfigurablePid.ofBundles()) {
            for (Path file : pid.factory() ? List.<Path>of() : files(pid)) {
                Properties properties = properties(file);
                pid.defaults().forEach((key, standard) -> {
                    boolean example = String.join(" ", commentAbove(file, key)).contains("Default:");
                    if (!example) {
                        String value = SUBSTITUTED
                                .matcher(properties.getProperty(key, "nothing"))
                                .replaceAll("$1");
                        assertEquals("%s in %s".formatted(key, file), standard, value);
                    }
                });
            }
        }
    }

    @Test
    public void everyKeyHasAComment() throws Exception {
        for (Path file : ours()) {
            for (String key : properties(file).keySet()) {
                assertFalse(
                        "%s in %s".formatted(key, file), commentAbove(file, key).isEmpty());
            }
        }
    }

    /** For those who configure without the file: consoles show what a key says of itself. */
    @Test
    public void everyKeyHasADescription() throws Exception {
        List<String> silent = new ArrayList<>();
        int keys = 0;
        for (ConfigurablePid pid : ConfigurablePid.ofBundles()) {
            keys += pid.descriptions().size();
            pid.descriptions().forEach((key, description) -> {
                if (description.isEmpty()) {
                    silent.add("%s of %s".formatted(key, pid.name()));
                }
            });
        }
        assertTrue("only " + keys, keys > 100);
        assertEquals(List.of(), silent);
    }

    @Test
    public void noFileIsOfNobody() throws Exception {
        List<Path> owned = new ArrayList<>();
        for (ConfigurablePid pid : ConfigurablePid.ofBundles()) {
            owned.addAll(files(pid));
        }
        assertEquals(new TreeSet<>(owned), new TreeSet<>(ours()));
    }

    /** A command that is not named would be for admins only without a word. */
    @Test
    public void everyCommandHasItsRoles() throws Exception {
        Path file = Tree.ROOT.resolve("etc/org.apache.karaf.command.acl.idrelay.cfg");
        Properties roles = properties(file);
        assertEquals(commands(), new TreeSet<>(roles.keySet()));
        roles.forEach((command, value) -> {
            List<String> allowed = List.of(value.split(", "));
            assertTrue(command, ROLES.contains(allowed));
            assertFalse(command, commentAbove(file, command).isEmpty());
        });
    }

    private static Set<String> commands() {
        return new ClassFileImporter()
                .importPackages("org.idrelay").stream()
                        .filter(type -> type.isAnnotatedWith(Command.class))
                        .map(type -> type.getAnnotationOfType(Command.class))
                        .peek(command -> assertEquals(command.name(), "idrelay", command.scope()))
                        .map(Command::name)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> files(ConfigurablePid pid) throws IOException {
        return ours().stream()
                .filter(file -> pid.isConfiguredBy(file.getFileName().toString()))
                .toList();
    }

    /** The files of our own components, the demo's and the examples too. */
    private static List<Path> ours() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder :
                List.of(Tree.ROOT.resolve("etc"), Tree.ROOT.resolve("etc/demo"), Tree.ROOT.resolve("etc/examples"))) {
            try (Stream<Path> inside = Files.list(folder)) {
                inside.filter(file -> file.getFileName().toString().matches("org\\.idrelay\\..*\\.cfg"))
                        .forEach(files::add);
            }
        }
        return files;
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties(false);
        properties.load(file.toFile());
        return properties;
    }

    /** The comment at the head of the block of lines in which the key stands; a block ends at an empty line. */
    private static List<String> commentAbove(Path file, String key) {
        try {
            List<String> block = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                if (line.isBlank()) {
                    block.clear();
                } else if (line.startsWith("#")) {
                    block.add(line);
                } else if (line.startsWith(key + " ") || line.startsWith(key + "=")) {
                    return block;
                }
            }
            return List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
