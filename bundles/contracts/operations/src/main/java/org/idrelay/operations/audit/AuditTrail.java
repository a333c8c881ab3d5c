package org.idrelay.operations.audit;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The trail of who read and who saw which record: one line each, chained, without personal data. Callable on any thread;
 * blocks for one write to disk.
 */
@ProviderType
public interface AuditTrail {

    /**
     * Adds a line. A number in it is kept as a digest under the trail's own key only.
     *
     * @throws IOException if the line is not on disk: whoever wanted to show something should not
     */
    void write(AuditEntry entry) throws IOException;

    /**
     * Reads the whole trail and checks that no line was altered, left out, exchanged or cut off.
     *
     * @throws IOException if it cannot be read
     */
    AuditCheck verify() throws IOException;
}
