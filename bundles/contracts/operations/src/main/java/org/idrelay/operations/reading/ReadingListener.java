package org.idrelay.operations.reading;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears what happens at the readers of this container's terminal. Registered as a service; called by the terminal on
 * a thread that may block briefly, in order per reader. For records to keep, register a {@code RecordSink} instead.
 */
@ConsumerType
public interface ReadingListener {

    void happened(ReadingEvent event);
}
