package org.idrelay.itests;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/**
 * Which files know which others of the same folder of classes, a file being a type with all that is nested in it. Asks
 * the JDK's jdeps, which sees constants too.
 *
 * @param edges a file's type, and the others that it names
 */
record FileGraph(Map<String, Set<String>> edges) {

    private static final Pattern EDGE =
            Pattern.compile("(?m)^ +(org\\.idrelay\\.[\\w.]+)\\S* +-> +(org\\.idrelay\\.[\\w.]+)\\S* +classes$");

    static FileGraph of(Path classes) {
        StringWriter told = new StringWriter();
        PrintWriter writer = new PrintWriter(told);
        int result = ToolProvider.findFirst("jdeps").orElseThrow().run(writer, writer, "-verbose", classes.toString());
        if (result != 0) {
            throw new AssertionError(told.toString());
        }
        Map<String, Set<String>> edges = new TreeMap<>();
        EDGE.matcher(told.toString())
                .results()
                .filter(edge -> !edge.group(1).equals(edge.group(2)))
                .forEach(edge -> edges.computeIfAbsent(edge.group(1), file -> new TreeSet<>())
                        .add(edge.group(2)));
        return new FileGraph(edges);
    }

    /** Files that all lead to each other, as large as they come. */
    Set<Set<String>> circles() {
        Map<String, Set<String>> reached = new TreeMap<>();
        edges.keySet().forEach(file -> reached.put(file, reachedFrom(file)));
        Set<Set<String>> circles = new HashSet<>();
        reached.forEach((file, others) -> {
            if (others.contains(file)) {
                Set<String> circle = new TreeSet<>(others);
                circle.removeIf(other -> !reached.getOrDefault(other, Set.of()).contains(file));
                circles.add(circle);
            }
        });
        return circles;
    }

    private Set<String> reachedFrom(String start) {
        Set<String> reached = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(edges.get(start));
        while (!open.isEmpty()) {
            String file = open.remove();
            if (reached.add(file)) {
                open.addAll(edges.getOrDefault(file, Set.of()));
            }
        }
        return reached;
    }
}
