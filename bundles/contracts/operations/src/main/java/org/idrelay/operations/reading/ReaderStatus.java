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
 * @param polling how it looks for cards
 * @param tally what came of them since the reader came
 */
public record ReaderStatus(
        String name, String driver, String state, boolean cardPresent, Polling polling, Tally tally) {

    /**
     * Find commands that were sent.
     *
     * @param broadcasts since the reader came
     * @param perMinute in the last minute
     */
    public record Polling(long broadcasts, int perMinute) {}

    /**
     * What a reader did.
     *
     * @param reads records read
     * @param failures sessions failed
     * @param lastFailure the last failure, if any
     */
    public record Tally(long reads, long failures, Optional<FailureCode> lastFailure) {}
}
