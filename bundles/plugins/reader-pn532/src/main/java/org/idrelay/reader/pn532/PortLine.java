package org.idrelay.reader.pn532;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;

/** A serial port of this machine, open. For one thread. */
final class PortLine implements SerialLine {

    private final SerialPort port;
    private final byte[] buffer = new byte[512];
    private int at;
    private int end;
    private int timeout;

    private PortLine(SerialPort port) {
        this.port = port;
    }

    /**
     * Opens a port: 8 data bits, no parity, one stop bit.
     *
     * @param name as the system calls it, or its path
     * @throws IOException if somebody else has it, or it is gone
     */
    static SerialLine open(String name, int baudRate) throws IOException {
        try {
            SerialPort port = SerialPort.getCommPort(name);
            port.setComPortParameters(baudRate, 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
            port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, 1, 0);
            if (!port.openPort(0)) {
                throw new IOException("cannot open %s: in use, gone, or no rights".formatted(name));
            }
            return new PortLine(port);
        } catch (SerialPortInvalidPortException e) {
            throw new IOException("no port " + name, e);
        }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        if (port.writeBytes(bytes, bytes.length) != bytes.length) {
            throw new IOException("%s takes no bytes".formatted(port.getSystemPortName()));
        }
    }

    @Override
    public int read(int timeoutMillis) throws IOException {
        if (at == end) {
            if (timeoutMillis != timeout) {
                port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, timeoutMillis, 0);
                timeout = timeoutMillis;
            }
            at = 0;
            end = 0;
            int count = port.readBytes(buffer, buffer.length);
            if (count < 0 || !port.isOpen()) {
                throw new IOException("%s is gone".formatted(port.getSystemPortName()));
            }
            end = count;
        }
        return at == end ? NOTHING : Byte.toUnsignedInt(buffer[at++]);
    }

    @Override
    public void close() {
        port.closePort();
    }
}
