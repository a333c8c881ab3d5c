package org.idrelay.reader.pn532;

import com.fazecast.jSerialComm.SerialPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Asks the system which serial ports there are, as far as PN532s are looked for there. One thread. */
final class PortScan {

    private final Pattern names;
    private final List<String> paths;

    /**
     * Ports to look at.
     *
     * @param names which of the system's ports, by their names: a regular expression
     * @param paths further ones by their paths, such as {@code /dev/serial/by-id/…}
     */
    PortScan(Pattern names, List<String> paths) {
        this.names = names;
        this.paths = List.copyOf(paths);
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
}
