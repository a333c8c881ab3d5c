package org.idrelay.routing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.idrelay.api.routing.RoutingRequest;

/**
 * The stored correspondence of claim 4: for every verifier the terminals, or single readers, that it serves. Immutable.
 *
 * @param served for each verifier {@code TERMINAL} or {@code TERMINAL/READER}, as the table has them
 * @param unreadable the entries that are none, for the log
 */
record BindingTable(Map<String, Set<String>> served, List<String> unreadable) {

    private static final String NAME = "[A-Za-z0-9._-]{1,64}";

    BindingTable {
        served = Map.copyOf(served);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * Reads the setting {@code bindings}: entries {@code VERIFIER = TERMINAL, TERMINAL/READER …}, each ended by a semicolon or
     * the text's end. An entry that is none is left out, and named in {@link #unreadable}: the rest of the table stands.
     */
    static BindingTable parse(String bindings) {
        Map<String, Set<String>> served = new TreeMap<>();
        List<String> unreadable = new ArrayList<>();
        for (String entry : bindings.split(";", -1)) {
            String[] sides = entry.strip().split("\\s*=\\s*", 2);
            if (sides.length == 2 && sides[0].matches(NAME) && areServed(sides[1])) {
                served.computeIfAbsent(sides[0], verifier -> new LinkedHashSet<>())
                        .addAll(names(sides[1]));
            } else if (!entry.isBlank()) {
                unreadable.add(entry.strip());
            }
        }
        return new BindingTable(served, unreadable);
    }

    /** Whether the table has a line for the verifier. */
    boolean lists(String verifier) {
        return served.containsKey(verifier);
    }

    /** Whether the verifier serves that terminal, or that reader of it. */
    boolean serves(String verifier, RoutingRequest request) {
        Set<String> names = served.getOrDefault(verifier, Set.of());
        return names.contains(request.terminal()) || names.contains(request.terminal() + "/" + request.reader());
    }

    /** Why the policies that use the table choose a verifier that serves the request's terminal. */
    String reason(RoutingRequest request) {
        return "the table binds it to " + request.terminal();
    }

    private static boolean areServed(String list) {
        return names(list).stream().allMatch(name -> name.matches(NAME + "(/" + NAME + ")?"));
    }

    private static List<String> names(String list) {
        return List.of(list.split("[,\\s]+"));
    }
}
