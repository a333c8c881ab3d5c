package org.idrelay.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.spi.ComponentResolver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CamelDestinationTest {

    @TempDir
    Path folder;

    private @Nullable ComponentResolver offered;

    @Test
    void aFileIsNamedByTheIdAndARepetitionTakesItsPlace() throws Exception {
        UUID id = UUID.randomUUID();
        try (Destination destination = of("file:" + folder + "?tempPrefix=.part-")) {
            destination.send(id, "{}".getBytes(StandardCharsets.UTF_8));
            destination.send(id, "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
        assertEquals("{\"a\":1}", Files.readString(folder.resolve(id + ".json")));
    }

    @Test
    void aFolderThatCannotBeWrittenFails() throws Exception {
        Path file = Files.createFile(folder.resolve("no-folder"));
        try (Destination destination = of("file:" + file)) {
            assertThrows(IOException.class, () -> destination.send(UUID.randomUUID(), new byte[1]));
        }
    }

    @Test
    void refusesWhatRecordsMayNotGoTo() {
        for (String address : new String[] {"log:all", "direct:x", "seda:x", "(x=*):y", "", "file:x?nonsense=1"}) {
            assertThrows(IllegalArgumentException.class, () -> of(address), address);
        }
    }

    @Test
    void anotherComponentIsTakenFromWhoeverOffersIt() throws Exception {
        UUID id = UUID.randomUUID();
        try (Destination destination = of("vendor:" + folder)) {
            IOException away = assertThrows(IOException.class, () -> destination.send(id, new byte[1]));
            assertEquals("no Camel component vendor is here", away.getMessage());
            offered = (scheme, context) -> new FileComponent(context);
            destination.send(id, new byte[1]);
            assertEquals(1, Files.size(folder.resolve(id + ".json")));
            offered = (scheme, context) -> new FileComponent(context);
            destination.send(id, new byte[2]);
            assertEquals(2, Files.size(folder.resolve(id + ".json")));
            offered = null;
            assertThrows(IOException.class, () -> destination.send(id, new byte[3]));
        }
        assertEquals(2, Files.size(folder.resolve(id + ".json")));
    }

    @Test
    void nothingOfAnAddressIsToldButItsScheme() throws Exception {
        offered = (scheme, context) -> new FileComponent(context);
        try (Destination destination = of("vendor:x?password=secret")) {
            IOException failure =
                    assertThrows(IOException.class, () -> destination.send(UUID.randomUUID(), new byte[1]));
            assertEquals("failed with ResolveEndpointFailedException", failure.getMessage());
        }
        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> of("file:x?password=secret"));
        assertEquals("Camel does not know this endpoint of file:", failure.getMessage());
        assertEquals(null, failure.getCause());
    }

    private Destination of(String address) {
        return Destination.of(address, new HttpDestination.Settings("", 1000, ""), scheme -> offered);
    }
}
