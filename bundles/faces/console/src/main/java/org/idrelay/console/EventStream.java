package org.idrelay.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import org.idrelay.console.Sessions.Session;

/**
 * One page that listens. Nobody waits for a slow one: what it does not take stays here, and when that grows too much the
 * stream ends; the page then connects anew. For any thread.
 */
final class EventStream implements WriteListener, AsyncListener {

    private static final int MAX_WAITING = 256;

    private final Session session;
    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private Runnable whenEnded = () -> {};
    private boolean started;
    private boolean flushed = true;
    private boolean ended;

    private EventStream(Session session, AsyncContext context) throws IOException {
        this.session = session;
        this.context = context;
        this.out = context.getResponse().getOutputStream();
    }

    /** Takes over a request that was made asynchronous. */
    static EventStream start(Session session, AsyncContext context) throws IOException {
        EventStream stream = new EventStream(session, context);
        context.setTimeout(0);
        context.addListener(stream);
        stream.out.setWriteListener(stream);
        return stream;
    }

    Session session() {
        return session;
    }

    /** What to do when the stream has ended; at once if it has. */
    void whenEnded(Runnable task) {
        boolean late;
        synchronized (this) {
            whenEnded = task;
            late = ended;
        }
        if (late) {
            task.run();
        }
    }

    synchronized void send(String event) {
        if (ended) {
            return;
        }
        waiting.add(event.getBytes(StandardCharsets.UTF_8));
        if (waiting.size() > MAX_WAITING) {
            end();
        } else if (started) {
            write();
        }
    }

    synchronized void end() {
        if (!ended) {
            ended = true;
            waiting.clear();
            whenEnded.run();
            context.complete();
        }
    }

    @Override
    public synchronized void onWritePossible() {
        started = true;
        write();
    }

    private void write() {
        try {
            while (!ended && out.isReady()) {
                byte[] next = waiting.poll();
                if (next != null) {
                    out.write(next);
                    flushed = false;
                } else if (!flushed) {
                    flushed = true;
                    out.flush();
                } else {
                    return;
                }
            }
        } catch (IOException e) {
            end();
        }
    }

    @Override
    public void onError(Throwable error) {
        end();
    }

    @Override
    public void onError(AsyncEvent event) {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        synchronized (this) {
            ended = true;
            whenEnded.run();
        }
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
