package org.idrelay.operations.trace;

import java.util.List;
import java.util.UUID;
import org.idrelay.api.Party;
import org.idrelay.operations.trace.TraceEvent.Action;
import org.idrelay.operations.trace.TraceEvent.Data;
import org.idrelay.operations.trace.TraceEvent.Passage;
import org.idrelay.operations.trace.TraceEvent.Recorder;

/**
 * A recorded event as one line of text for machines: fifteen fields, separated by tabs, in the order index, party,
 * name, step, action, from, to, what, session, term, sequence, size, digest, sealedDigest, note.
 *
 * @param index the event's place in its party's log of the session, from 0
 */
public record TraceLine(int index, TraceEvent event) {

    private static final int FIELDS = 15;

    /**
     * Reads a line that {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is no such line
     */
    public static TraceLine parse(String line) {
        List<String> fields = List.of(line.split("\t", -1));
        if (fields.size() != FIELDS) {
            throw new IllegalArgumentException("%d fields instead of %d".formatted(fields.size(), FIELDS));
        }
        return new TraceLine(
                Integer.parseInt(fields.get(0)),
                new TraceEvent(
                        UUID.fromString(fields.get(8)),
                        new Recorder(Party.valueOf(fields.get(1)), fields.get(2)),
                        Integer.parseInt(fields.get(3)),
                        Action.valueOf(fields.get(4)),
                        new Passage(
                                Party.valueOf(fields.get(5)),
                                Party.valueOf(fields.get(6)),
                                fields.get(7),
                                Long.parseLong(fields.get(9)),
                                Long.parseLong(fields.get(10))),
                        new Data(
                                Integer.parseInt(fields.get(11)),
                                Integer.parseInt(fields.get(12)),
                                Integer.parseInt(fields.get(13))),
                        fields.get(14)));
    }

    /** The line, without an end of line. A tab or an end of line within a field becomes a space. */
    public String text() {
        return String.join(
                "\t",
                Integer.toString(index),
                event.party().name(),
                plain(event.name()),
                Integer.toString(event.step()),
                event.action().name(),
                event.from().name(),
                event.to().name(),
                plain(event.what()),
                event.session().toString(),
                Long.toString(event.term()),
                Long.toString(event.sequence()),
                Integer.toString(event.size()),
                Integer.toString(event.digest()),
                Integer.toString(event.sealedDigest()),
                plain(event.note()));
    }

    private static String plain(String field) {
        return field.replaceAll("[\\t\\r\\n]", " ");
    }
}
