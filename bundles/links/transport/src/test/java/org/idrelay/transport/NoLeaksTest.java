package org.idrelay.transport;

import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class NoLeaksTest {

    @Test
    void findsABufferThatNobodyReleased() {
        lose();
        await().until(() -> !NoLeaks.found().isEmpty());
    }

    private static void lose() {
        PooledByteBufAllocator.DEFAULT.buffer(16).writeLong(1);
    }
}
