package org.idrelay.reader.pn532;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A serial line whose other end is a pseudo-terminal, with socat in between. */
final class SocketLine implements SerialLine {

    private final Socket socket;

    SocketLine(Socket socket) {
        this.socket = socket;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    @Override
    public int read(int timeoutMillis) throws IOException {
        try {
            socket.setSoTimeout(timeoutMillis);
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("the pseudo-terminal is gone");
            }
            return next;
        } catch (SocketTimeoutException e) {
            return NOTHING;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
