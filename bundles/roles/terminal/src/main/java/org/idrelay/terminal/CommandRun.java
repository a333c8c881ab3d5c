package org.idrelay.terminal;

import java.util.ArrayList;
import java.util.List;
import org.idrelay.api.Bytes;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.CardExchange;

/** Card commands that are run in order, with the answers so far. */
final class CommandRun {

    private final List<Bytes> commands;
    private final List<CardExchange> exchanges = new ArrayList<>();

    CommandRun(List<Bytes> commands) {
        this.commands = List.copyOf(commands);
    }

    /** Whether there is a command that was not run yet. */
    boolean hasNext() {
        return exchanges.size() < commands.size();
    }

    /** The first command that was not run yet. */
    Bytes next() {
        return commands.get(exchanges.size());
    }

    /** The card answered {@link #next}. */
    void answered(CardAnswer answer) {
        exchanges.add(new CardExchange(next(), answer));
    }

    List<CardExchange> exchanges() {
        return List.copyOf(exchanges);
    }

    List<CardAnswer> answers() {
        return exchanges.stream().map(CardExchange::answer).toList();
    }
}
