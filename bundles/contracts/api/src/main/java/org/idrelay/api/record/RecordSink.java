package org.idrelay.api.record;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes records that were read: a display, a store, another system. Registered as a service; the terminal delivers
 * every record to every sink.
 *
 * <p>Called by the terminal on a thread that may block, one delivery at a time per sink, never before the read's last
 * step.
 */
@ConsumerType
public interface RecordSink {

    /** The sink's name, for operators. */
    String name();

    /** Takes one record. An exception counts as {@link SinkResult.Failed}. */
    SinkResult deliver(IdentityRecord record, CardPresence presence);
}
