package org.idrelay.routing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.idrelay.api.routing.Fleet;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.api.routing.VerifierStatus;
import org.idrelay.api.settings.Settings;

/**
 * The stored correspondence of claim 4: for every verifier the terminals, or single readers, that it serves. Immutable.
 *
 * @param served for each verifier {@code TERMINAL} or {@code TERMINAL/READER}, as the table has them
 * @param serving the reverse: for each {@code TERMINAL} or {@code TERMINAL/READER} its verifiers
 * @param unreadable the entries that are none, for the log
 */
record BindingTable(Map<String, Set<String>> served, Map<String, Set<String>> serving, List<String> unreadable) {

    /** Binds nothing. */
    static final BindingTable EMPTY = new BindingTable(Map.of(), Map.of(), List.of());

    private static final String NAME = "[A-Za-z0-9._-]{1,64}";

    BindingTable {
        served = Map.copyOf(served);
        serving = Map.copyOf(serving);
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
                        .addAll(Settings.list(sides[1]));
            } else if (!entry.isBlank()) {
                unreadable.add(entry.strip());
            }
        }
        Map<String, Set<String>> serving = new TreeMap<>();
        served.forEach((verifier, names) -> names.forEach(name ->
                serving.computeIfAbsent(name, any -> new LinkedHashSet<>()).add(verifier)));
        return new BindingTable(served, serving, unreadable);
    }

    /** Whether the table has a line for the verifier. */
    boolean lists(String verifier) {
        return served.containsKey(verifier);
    }

    /** Whether the verifier serves that terminal, or that reader of it. */
    boolean serves(String verifier, RoutingRequest request) {
        Set<String> names = served.getOrDefault(verifier, Set.of());
        return names.contains(request.terminal()) || names.contains(reader(request));
    }

    /** The verifiers of a fleet that serve that terminal, or that reader of it, the least recently used first. */
    Stream<VerifierStatus> bound(RoutingRequest request, Fleet fleet) {
        return Stream.of(request.terminal(), reader(request))
                .flatMap(name -> serving.getOrDefault(name, Set.of()).stream())
                .distinct()
                .flatMap(verifier -> fleet.find(verifier).stream())
                .sorted(VerifierStatus.LEAST_RECENTLY_USED);
    }

    /** Why the policies that use the table choose a verifier that serves the request's terminal. */
    String reason(RoutingRequest request) {
        return "the table binds it to " + request.terminal();
    }

    private static String reader(RoutingRequest request) {
        return request.terminal() + "/" + request.reader();
    }

    private static boolean areServed(String list) {
        List<String> names = Settings.list(list);
        return !names.isEmpty() && names.stream().allMatch(name -> name.matches(NAME + "(/" + NAME + ")?"));
    }
}
