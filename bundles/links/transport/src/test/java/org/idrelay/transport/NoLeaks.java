package org.idrelay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class after which Netty's leak detector has found a buffer that nobody released. Must be loaded before
 * anything of Netty, which an extension of every test class here is.
 */
final class NoLeaks implements AfterAllCallback {

    private static final List<String> FOUND = new CopyOnWriteArrayList<>();

    static {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
            @Override
            @SuppressWarnings("deprecation") // the only method there is to override
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                    Class<T> resource, int samplingInterval, long maxActive) {
                return new Remembering<>(resource, samplingInterval);
            }
        });
    }

    @Override
    public void afterAll(ExtensionContext context) {
        assertEquals(List.of(), found());
    }

    /** The leaks since the last call. */
    static List<String> found() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            // the detector looks at what was collected whenever a buffer is taken
            PooledByteBufAllocator.DEFAULT.buffer(1).release();
        }
        List<String> found = List.copyOf(FOUND);
        FOUND.clear();
        return found;
    }

    private static final class Remembering<T> extends ResourceLeakDetector<T> {

        @SuppressWarnings("deprecation")
        Remembering(Class<?> resource, int samplingInterval) {
            super(resource, samplingInterval);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resource, String records) {
            FOUND.add(resource + records);
        }

        @Override
        protected void reportUntracedLeak(String resource) {
            FOUND.add(resource);
        }
    }
}
