package org.idrelay.api.routing;

import java.util.AbstractSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.idrelay.api.verifier.VerifierState;

/** A fleet in two trees, by name and by use: one verifier more or another state copies a few nodes of each. Immutable. */
final class TreeFleet implements Fleet {

    static final Fleet EMPTY = new TreeFleet(
            new SortedTree<>(Comparator.comparing(VerifierStatus::name)),
            new SortedTree<>(VerifierStatus.LEAST_RECENTLY_USED),
            Set.of());

    private final SortedTree<VerifierStatus> byName;
    private final SortedTree<VerifierStatus> idle;
    private final Set<String> names;

    private TreeFleet(SortedTree<VerifierStatus> byName, SortedTree<VerifierStatus> idle, Set<String> names) {
        this.byName = byName;
        this.idle = idle;
        this.names = names;
    }

    @Override
    public Optional<VerifierStatus> find(String name) {
        return find(byName, name);
    }

    @Override
    public Stream<VerifierStatus> idle() {
        return idle.stream();
    }

    @Override
    public Stream<VerifierStatus> all() {
        return Stream.concat(idle(), byName.stream().filter(verifier -> !isIdle(verifier)));
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public Fleet with(VerifierStatus verifier) {
        Optional<VerifierStatus> before = find(verifier.name());
        SortedTree<VerifierStatus> others =
                before.filter(TreeFleet::isIdle).map(idle::without).orElse(idle);
        SortedTree<VerifierStatus> known = byName.with(verifier);
        return new TreeFleet(
                known,
                isIdle(verifier) ? others.with(verifier) : others,
                before.isPresent() ? names : new Names(known));
    }

    private static boolean isIdle(VerifierStatus verifier) {
        return verifier.state() == VerifierState.IDLE;
    }

    private static Optional<VerifierStatus> find(SortedTree<VerifierStatus> byName, String name) {
        return byName.find(verifier -> name.compareTo(verifier.name()));
    }

    /** The names in a tree; what else its verifiers are may be out of date. */
    private static final class Names extends AbstractSet<String> {

        private final SortedTree<VerifierStatus> byName;

        Names(SortedTree<VerifierStatus> byName) {
            this.byName = byName;
        }

        @Override
        public Iterator<String> iterator() {
            return byName.stream().map(VerifierStatus::name).iterator();
        }

        @Override
        public int size() {
            return byName.size();
        }

        @Override
        public boolean contains(Object name) {
            return name instanceof String text && find(byName, text).isPresent();
        }
    }
}
