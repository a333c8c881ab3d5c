package org.idrelay.forwarding;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Another system that accepts, or not. */
final class FakeDestination implements Destination {

    final List<UUID> tried = new CopyOnWriteArrayList<>();
    final List<UUID> accepted = new CopyOnWriteArrayList<>();
    volatile boolean accepting = true;
    volatile boolean lacksAClass;

    @Override
    public void send(UUID id, byte[] json) throws IOException {
        tried.add(id);
        if (lacksAClass) {
            throw new NoClassDefFoundError("of a component");
        }
        if (!accepting) {
            throw new IOException("refused");
        }
        accepted.add(id);
    }

    @Override
    public void close() {}
}
