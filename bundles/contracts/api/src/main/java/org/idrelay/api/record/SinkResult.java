package org.idrelay.api.record;

import org.idrelay.api.FailureCode;

/** What became of a delivery. */
public sealed interface SinkResult {

    /** The record is shown or kept, or was already: the same card presence is taken once. */
    record Taken() implements SinkResult {}

    /** The record is neither shown nor kept. */
    record Failed(FailureCode code) implements SinkResult {}
}
