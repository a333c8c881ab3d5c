package org.idrelay.reader.pn532;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The machine's serial ports, as far as PN532s are looked for there. */
final class SerialPorts {

    private final Pattern names;
    private final List<String> paths;
    private final int baudRate;

    /**
     * Ports to look at.
     *
     * @param names which of the system's ports, by their names: a regular expression
     * @param paths further ones by their paths, such as {@code /dev/serial/by-id/…}
     */
    SerialPorts(Pattern names, List<String> paths, int baudRate) {
        this.names = names;
        this.paths = List.copyOf(paths);
        this.baudRate = baudRate;
    }

    /** The ports that are there now. */
    Set<String> scan() {
        Set<String> found = new TreeSet<>();
        Arrays.stream(SerialPort.getCommPorts())
                .map(SerialPort::getSystemPortName)
                .filter(name -> names.matcher(name).matches())
                .forEach(found::add);
        paths.stream().filter(path -> Files.exists(Path.of(path))).forEach(found::add);
        return found;
    }

    /**
     * Opens a port: 8 data bits, no parity, one stop bit.
     *
     * @throws IOException if somebody else has it, or it is gone
     */
    SerialLine open(String name) throws IOException {
        try {
            SerialPort port = SerialPort.getCommPort(name);
            port.setComPortParameters(baudRate, 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
            port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, 1, 0);
            if (!port.openPort(0)) {
                throw new IOException("cannot open %s: in use, gone, or no rights".formatted(name));
            }
            return new OpenPort(port);
        } catch (SerialPortInvalidPortException e) {
            throw new IOException("no port " + name, e);
        }
    }

    private static final class OpenPort implements SerialLine {

        private final SerialPort port;
        private final byte[] buffer = new byte[512];
        private int at;
        private int end;
        private int timeout;

        OpenPort(SerialPort port) {
            this.port = port;
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
}
