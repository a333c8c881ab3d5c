package org.idrelay.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CamelEndpointTest {

    @TempDir
    Path folder;

    @Test
    void aFileIsNamedByTheIdAndARepetitionTakesItsPlace() throws Exception {
        UUID id = UUID.randomUUID();
        try (Endpoint endpoint = Endpoint.of("file:" + folder + "?tempPrefix=.part-", "", 1000)) {
            endpoint.send(id, "{}".getBytes(StandardCharsets.UTF_8));
            endpoint.send(id, "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
        assertEquals("{\"a\":1}", Files.readString(folder.resolve(id + ".json")));
    }

    @Test
    void aFolderThatCannotBeWrittenFails() throws Exception {
        Path file = Files.createFile(folder.resolve("no-folder"));
        try (Endpoint endpoint = Endpoint.of("file:" + file, "", 1000)) {
            assertThrows(IOException.class, () -> endpoint.send(UUID.randomUUID(), new byte[1]));
        }
    }

    @Test
    void refusesWhatRecordsMayNotGoTo() {
        for (String address :
                new String[] {"log:all", "direct:x", "netty:tcp://192.0.2.1:1", "", "file:x?nonsense=1"}) {
            assertThrows(IllegalArgumentException.class, () -> Endpoint.of(address, "", 1000), address);
        }
    }
}
