package org.idrelay.terminal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.idrelay.wire.Frame;
import org.idrelay.wire.MessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void readsACardFromEndToEnd() {
        FakeReader reader = bench.reader("r-1");
        reader.insert(new FakeCard());

        bench.until("r-1", "PRESENT");

        await().until(() -> bench.delivered.size() == 1);
        assertEquals("张测试", bench.delivered.get(0).record().name());
        assertEquals(1, bench.status("r-1").reads());
        assertEquals(0, bench.status("r-1").failures());
        assertTrue(bench.status("r-1").cardPresent());
        assertEquals(
                List.of(
                        MessageType.FIND_REQUEST,
                        MessageType.FIND_CONFIRM,
                        MessageType.SELECT_REQUEST,
                        MessageType.SELECT_CONFIRM,
                        MessageType.READ_REQUEST,
                        MessageType.CARD_ANSWERS),
                bench.server.heard().stream()
                        .map(Frame::header)
                        .map(header -> header.type())
                        .distinct()
                        .toList());
        assertEquals(21, bench.server.heard(MessageType.CARD_ANSWERS).size());
    }
}
