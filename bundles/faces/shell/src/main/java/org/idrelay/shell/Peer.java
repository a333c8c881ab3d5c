package org.idrelay.shell;

import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.karaf.shell.support.CommandException;
import org.idrelay.operations.ServerOperations.Kind;

/** A terminal or a verifier host, as operators name it. */
record Peer(Kind kind, String identity) {

    /** The peer that was typed, or an end of the command that says which kinds there are. */
    static Peer of(String kind, String identity) throws CommandException {
        for (Kind known : Kind.values()) {
            if (word(known).equals(kind)) {
                return new Peer(known, identity);
            }
        }
        String kinds = Arrays.stream(Kind.values()).map(Peer::word).collect(Collectors.joining(" or "));
        throw new CommandException("%s is unknown: a peer is a %s".formatted(kind, kinds));
    }

    static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Whether the server changed anything; what it refuses ends the command. */
    static boolean changed(BooleanSupplier request) throws CommandException {
        try {
            return request.getAsBoolean();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String toString() {
        return word(kind) + " " + identity;
    }
}
