package org.idrelay.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class HeaderTest {

    private static final UUID SESSION = new UUID(1, 2);

    @Test
    void answersUnderTheLeaseOfWhatWasAsked() {
        Header asked = new Header(MessageType.FIND_CONFIRM, true, SESSION, 3, 17, 5, 2);

        assertEquals(
                new Header(MessageType.FAILURE, false, SESSION, 3, 17, 7, 5),
                Header.answerTo(asked, MessageType.FAILURE, 7));
    }

    @Test
    void namesNoLeaseWhereThereIsNone() {
        assertEquals(
                new Header(MessageType.QUEUED, false, SESSION, 0, 0, Header.NONE, 4),
                Header.bare(MessageType.QUEUED, SESSION, Header.NONE, 4));
    }
}
