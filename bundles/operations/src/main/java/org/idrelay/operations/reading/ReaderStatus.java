package org.idrelay.operations.reading;

import java.util.Optional;
import org.idrelay.api.FailureCode;

/**
 * A reader at this moment.
 *
 * @param name the reader's name
 * @param driver the driver's name, as its service says, and what the reader says of itself
 * @param state the terminal's state for this reader, as in {@code docs/session.md}
 * @param cardPresent whether a card is in the field, as far as the terminal knows
 * @param broadcasts find commands sent since the reader came
 * @param pollsPerMinute find commands sent in the last minute
 * @param reads records read since the reader came
 * @param failures sessions failed since the reader came
 * @param lastFailure the last failure, if any
 */
public record ReaderStatus(
        String name,
        String driver,
        String state,
        boolean cardPresent,
        long broadcasts,
        int pollsPerMinute,
        long reads,
        long failures,
        Optional<FailureCode> lastFailure) {}
