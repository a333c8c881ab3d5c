package org.idrelay.reader.pn532;

import java.io.IOException;

/** An open serial line. For one thread. */
interface SerialLine extends AutoCloseable {

    /** Nothing came in time. */
    int NOTHING = -1;

    /**
     * Sends bytes.
     *
     * @throws IOException if the port is gone
     */
    void write(byte[] bytes) throws IOException;

    /**
     * The next byte.
     *
     * @param timeoutMillis how long to wait for it, more than 0
     * @return 0 to 255, or {@link #NOTHING}
     * @throws IOException if the port is gone
     */
    int read(int timeoutMillis) throws IOException;

    @Override
    void close();
}
