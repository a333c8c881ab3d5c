package org.idrelay.api.reader;

import org.osgi.annotation.versioning.ConsumerType;

/** A reader that knows more of itself than its name. A {@link CardReader} may implement it beside. */
@ConsumerType
public interface DescribedReader {

    /**
     * What the reader is, in words for operators: model, firmware, where it is connected. Called on any thread; never blocks.
     */
    String description();
}
