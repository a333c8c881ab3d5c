package org.idrelay.itests;

import static java.util.stream.Collectors.toCollection;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.Test;

/** Within a bundle: files that can be read one after the other, and constructors that can be called without counting. */
public class ShapeTest {

    private static final int MAX_PARAMETERS = 7;

    /** What is printed on a card, field by field, as the document has it. */
    private static final Set<String> MIRROR_A_DOCUMENT = new TreeSet<>(Set.of(
            "org.idrelay.api.record.ForeignRecord",
            "org.idrelay.api.record.ForeignRecord2023",
            "org.idrelay.api.record.PermitRecord",
            "org.idrelay.api.record.ResidentRecord"));

    /** A sealed family names its members, a contract the value that it makes, a value the format that it is read from. */
    private static final Set<String> MAY_GO_IN_CIRCLES = Set.of("api", "wire", "records", "forwarding", "simulator");

    @Test
    public void filesDoNotGoInCircles() throws IOException {
        Map<String, Set<Set<String>>> circles = new TreeMap<>();
        int edges = 0;
        for (Path bundle : Tree.bundles()) {
            String name = bundle.getFileName().toString();
            if (!MAY_GO_IN_CIRCLES.contains(name) && !name.equals("camel")) {
                FileGraph graph = FileGraph.of(bundle.resolve("target/classes"));
                edges += graph.edges().size();
                if (!graph.circles().isEmpty()) {
                    circles.put(name, graph.circles());
                }
            }
        }
        assertEquals(Map.of(), circles);
        assertTrue("only " + edges, edges > 100);
    }

    @Test
    public void findsCircles() {
        FileGraph graph = new FileGraph(Map.of(
                "Hen", Set.of("Egg", "Straw"),
                "Egg", Set.of("Hen"),
                "Straw", Set.of("Field"),
                "Farmer", Set.of("Hen"),
                "Day", Set.of("Night"),
                "Night", Set.of("Dawn"),
                "Dawn", Set.of("Day", "Hen")));
        assertEquals(Set.of(Set.of("Hen", "Egg"), Set.of("Day", "Night", "Dawn")), graph.circles());
    }

    @Test
    public void noConstructorHasMoreParametersThanOneCanTell() {
        Set<String> tooLong = Picture.CLASSES.stream()
                .flatMap(type -> type.getConstructors().stream())
                .filter(constructor -> parameters(constructor) > MAX_PARAMETERS)
                .map(constructor -> constructor.getOwner().getName())
                .collect(toCollection(TreeSet::new));
        assertEquals(MIRROR_A_DOCUMENT, tooLong);
    }

    /** Without those that the compiler adds. */
    private static int parameters(JavaConstructor constructor) {
        JavaClass owner = constructor.getOwner();
        int added = owner.isEnum() ? 2 : owner.isInnerClass() ? 1 : 0;
        return constructor.getRawParameterTypes().size() - added;
    }
}
