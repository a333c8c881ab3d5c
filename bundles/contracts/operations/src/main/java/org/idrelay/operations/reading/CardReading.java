package org.idrelay.operations.reading;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Reading cards at this container's terminal. Offered by the terminal; callable on any thread, never blocks. */
@ProviderType
public interface CardReading {

    /** The terminal's identity. */
    String terminal();

    /** The readers of this terminal, by name. */
    List<ReaderStatus> readers();

    /** Lets a reader look for cards again; no effect if it does. */
    void start(String reader);

    /** Stops a reader: a session that is under way fails with TERMINAL_STOPPED. No effect if it is stopped. */
    void stop(String reader);

    /**
     * Polls once at a reader and tells step by step what it saw: for whoever sets the reader up. In the meantime the reader
     * looks for no card.
     *
     * @return words for people, a line each, without any card's number; done when the reader has answered or its time is
     *     over. Fails with IllegalArgumentException if there is no such reader, IllegalStateException if a card is being read
     */
    CompletionStage<List<String>> test(String reader);
}
