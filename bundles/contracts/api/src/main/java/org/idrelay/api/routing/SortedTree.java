package org.idrelay.api.routing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A sorted set that never changes: a changed one shares all nodes with it but those on the way to the change. (A
 * weight-balanced tree; the two factors are those that Hirai and Yamamoto proved, Journal of Functional Programming 21.)
 */
final class SortedTree<T> {

    /** How many times heavier one side may be than the other. */
    private static final int MOST_SKEWED = 3;

    /** From which ratio of its inner to its outer part on the heavy side is turned too. */
    private static final int TURNED_TWICE = 2;

    private final Comparator<T> order;
    private final @Nullable Node<T> root;

    private record Node<T>(
            @Nullable Node<T> before, T value, @Nullable Node<T> after, int size) {}

    /** An empty one. */
    SortedTree(Comparator<T> order) {
        this(order, null);
    }

    private SortedTree(Comparator<T> order, @Nullable Node<T> root) {
        this.order = order;
        this.root = root;
    }

    int size() {
        return size(root);
    }

    /**
     * The value that was looked for.
     *
     * @param direction where it lies, seen from another one: negative before, positive behind, 0 here
     */
    Optional<T> find(ToIntFunction<T> direction) {
        Node<T> node = root;
        while (node != null) {
            int turn = direction.applyAsInt(node.value);
            if (turn == 0) {
                return Optional.of(node.value);
            }
            node = turn < 0 ? node.before : node.after;
        }
        return Optional.empty();
    }

    /** With that value, in place of an equal one. */
    SortedTree<T> with(T value) {
        return new SortedTree<>(order, with(root, value));
    }

    /** Without that value, if there is one. */
    SortedTree<T> without(T value) {
        return new SortedTree<>(order, without(root, value));
    }

    /** All values in order, each fetched when it is asked for. */
    Stream<T> stream() {
        int characteristics = Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL | Spliterator.IMMUTABLE;
        return StreamSupport.stream(Spliterators.spliterator(new InOrder<>(root), size(), characteristics), false);
    }

    private Node<T> with(@Nullable Node<T> node, T value) {
        if (node == null) {
            return node(null, value, null);
        }
        int turn = order.compare(value, node.value);
        if (turn == 0) {
            return node(node.before, value, node.after);
        }
        return turn < 0
                ? balanced(with(node.before, value), node.value, node.after)
                : balanced(node.before, node.value, with(node.after, value));
    }

    private @Nullable Node<T> without(@Nullable Node<T> node, T value) {
        if (node == null) {
            return null;
        }
        int turn = order.compare(value, node.value);
        if (turn == 0) {
            return joined(node.before, node.after);
        }
        return turn < 0
                ? balanced(without(node.before, value), node.value, node.after)
                : balanced(node.before, node.value, without(node.after, value));
    }

    private @Nullable Node<T> joined(@Nullable Node<T> before, @Nullable Node<T> after) {
        if (before == null || after == null) {
            return before == null ? after : before;
        }
        T next = new InOrder<>(after).next();
        return balanced(before, next, without(after, next));
    }

    /** A node that may be one value out of balance, turned so that it is not. */
    private static <T> Node<T> balanced(@Nullable Node<T> before, T value, @Nullable Node<T> after) {
        if (weight(after) > MOST_SKEWED * weight(before)) {
            return turnedBack(before, value, requireNonNull(after));
        }
        return weight(before) > MOST_SKEWED * weight(after)
                ? turnedOn(requireNonNull(before), value, after)
                : node(before, value, after);
    }

    private static <T> Node<T> turnedBack(@Nullable Node<T> before, T value, Node<T> heavy) {
        if (weight(heavy.before) < TURNED_TWICE * weight(heavy.after)) {
            return node(node(before, value, heavy.before), heavy.value, heavy.after);
        }
        Node<T> inner = requireNonNull(heavy.before);
        return node(node(before, value, inner.before), inner.value, node(inner.after, heavy.value, heavy.after));
    }

    private static <T> Node<T> turnedOn(Node<T> heavy, T value, @Nullable Node<T> after) {
        if (weight(heavy.after) < TURNED_TWICE * weight(heavy.before)) {
            return node(heavy.before, heavy.value, node(heavy.after, value, after));
        }
        Node<T> inner = requireNonNull(heavy.after);
        return node(node(heavy.before, heavy.value, inner.before), inner.value, node(inner.after, value, after));
    }

    private static <T> Node<T> node(@Nullable Node<T> before, T value, @Nullable Node<T> after) {
        return new Node<>(before, value, after, size(before) + 1 + size(after));
    }

    private static <T> int size(@Nullable Node<T> node) {
        return node == null ? 0 : node.size;
    }

    private static <T> int weight(@Nullable Node<T> node) {
        return size(node) + 1;
    }

    private static final class InOrder<T> implements Iterator<T> {

        /** Nodes whose value and what is behind it are still to come, the next one on top. */
        private final Deque<Node<T>> ahead = new ArrayDeque<>();

        InOrder(@Nullable Node<T> root) {
            descend(root);
        }

        @Override
        public boolean hasNext() {
            return !ahead.isEmpty();
        }

        @Override
        public T next() {
            if (ahead.isEmpty()) {
                throw new NoSuchElementException();
            }
            Node<T> node = ahead.pop();
            descend(node.after);
            return node.value;
        }

        private void descend(@Nullable Node<T> from) {
            for (Node<T> node = from; node != null; node = node.before) {
                ahead.push(node);
            }
        }
    }
}
