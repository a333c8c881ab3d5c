package org.idrelay.conformance;

import java.io.IOException;
import java.util.OptionalLong;
import org.idrelay.api.reader.CardReader;

/**
 * A reader on a test bench, and a hand that lays a resident identity card on it: a simulated one, or a person's who is asked
 * on the screen. One rig serves one test.
 */
public interface ReaderRig extends AutoCloseable {

    /** The reader under test, as its driver registered it; its field is off. */
    CardReader reader();

    /** Lays the card into the field, and returns when it is there. */
    void insert() throws Exception;

    /** Takes the card out of the field, and returns when it is gone. */
    void lift() throws Exception;

    /** How many frames went on air so far, if the rig can count them. */
    default OptionalLong framesOnAir() {
        return OptionalLong.empty();
    }

    @Override
    void close() throws IOException;
}
