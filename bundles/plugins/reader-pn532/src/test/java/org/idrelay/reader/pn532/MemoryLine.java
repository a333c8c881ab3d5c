package org.idrelay.reader.pn532;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One end of a serial line within this process. */
final class MemoryLine implements SerialLine {

    private final BlockingQueue<Integer> in;
    private final BlockingQueue<Integer> out;
    private volatile boolean unplugged;

    private MemoryLine(BlockingQueue<Integer> in, BlockingQueue<Integer> out) {
        this.in = in;
        this.out = out;
    }

    /** Both ends. */
    static MemoryLine[] pair() {
        BlockingQueue<Integer> there = new LinkedBlockingQueue<>();
        BlockingQueue<Integer> back = new LinkedBlockingQueue<>();
        return new MemoryLine[] {new MemoryLine(back, there), new MemoryLine(there, back)};
    }

    /** From now on this end fails. */
    void unplug() {
        unplugged = true;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        check();
        for (byte each : bytes) {
            out.add(Byte.toUnsignedInt(each));
        }
    }

    @Override
    public int read(int timeoutMillis) throws IOException {
        check();
        try {
            Integer next = in.poll(timeoutMillis, TimeUnit.MILLISECONDS);
            check();
            return next == null ? NOTHING : next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOTHING;
        }
    }

    @Override
    public void close() {
        unplugged = true;
    }

    private void check() throws IOException {
        if (unplugged) {
            throw new IOException("unplugged");
        }
    }
}
