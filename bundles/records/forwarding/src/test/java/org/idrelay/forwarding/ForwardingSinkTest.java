package org.idrelay.forwarding;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.SinkResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

class ForwardingSinkTest {

    private static final SinkResult TAKEN = new SinkResult.Taken();

    @TempDir
    Path folder;

    private final FakeDestination destination = new FakeDestination();
    private final Set<ForwardingSink> sinks = new HashSet<>();

    @AfterEach
    void stop() {
        sinks.forEach(ForwardingSink::stop);
    }

    @Test
    void aRecordIsSentAndLeavesTheDisk() throws IOException {
        UUID id = UUID.randomUUID();
        assertEquals(TAKEN, deliver(sink(10), id));
        await().until(() -> destination.accepted.equals(List.of(id)) && sealed().isEmpty());
    }

    @Test
    void aRepeatedDeliveryIsSentOnceBeforeAndAfterItWasSent() throws IOException {
        ForwardingSink sink = sink(10);
        UUID id = UUID.randomUUID();
        destination.accepting = false;
        assertEquals(TAKEN, deliver(sink, id));
        assertEquals(TAKEN, deliver(sink, id));
        assertEquals(1, sealed().size());
        destination.accepting = true;
        await().until(() -> sealed().isEmpty());
        assertEquals(TAKEN, deliver(sink, id));
        UUID other = UUID.randomUUID();
        assertEquals(TAKEN, deliver(sink, other));
        await().until(() -> destination.accepted.contains(other));
        assertEquals(List.of(id, other), destination.accepted);
    }

    @Test
    void aFullOutboxTakesNoOther() throws IOException {
        ForwardingSink sink = sink(2);
        destination.accepting = false;
        deliver(sink, UUID.randomUUID());
        deliver(sink, UUID.randomUUID());
        UUID third = UUID.randomUUID();
        assertEquals(new SinkResult.Failed(FailureCode.OUTBOX_FULL), deliver(sink, third));
        destination.accepting = true;
        await().until(() -> sealed().isEmpty());
        assertEquals(TAKEN, deliver(sink, third));
    }

    @Test
    void whatWaitsIsSentAfterARestart() throws IOException {
        destination.accepting = false;
        ForwardingSink sink = sink(10);
        UUID id = UUID.randomUUID();
        deliver(sink, id);
        sink.stop();
        Files.writeString(folder.resolve(UUID.randomUUID() + ".sealed.new"), "half");
        destination.accepting = true;
        ForwardingSink again = sink(10);
        assertEquals(TAKEN, deliver(again, id));
        await().until(() -> destination.accepted.equals(List.of(id)) && sealed().isEmpty());
    }

    @Test
    void oneThatIsRefusedHoldsUpNoOther() throws IOException {
        ForwardingSink sink = sink(10);
        destination.accepting = false;
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        deliver(sink, first);
        deliver(sink, second);
        await().until(() -> destination.tried.contains(second));
        await().until(() -> destination.tried.stream().filter(first::equals).count() > 1);
    }

    @Test
    void aComponentThatLacksAClassEndsNothing() throws IOException {
        destination.lacksAClass = true;
        UUID id = UUID.randomUUID();
        deliver(sink(10), id);
        await().until(() -> destination.tried.size() > 1);
        destination.lacksAClass = false;
        await().until(() -> destination.accepted.equals(List.of(id)) && sealed().isEmpty());
    }

    @Test
    void whatWaitsIsSealedAndTheOwnersOnly() throws IOException {
        destination.accepting = false;
        deliver(sink(10), UUID.randomUUID());
        for (Path file : List.of(sealed().get(0), folder.resolve("key"))) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            assertFalse(content.contains(Records.any().number()));
            assertFalse(content.contains("number"));
        }
    }

    @Test
    void anAlteredRecordIsSetAsideAndNotSent() throws IOException {
        destination.accepting = false;
        ForwardingSink sink = sink(10);
        UUID id = UUID.randomUUID();
        deliver(sink, id);
        sink.stop();
        byte[] content = Files.readAllBytes(sealed().get(0));
        content[20] ^= 1;
        Files.write(sealed().get(0), content);
        destination.accepting = true;
        sink(10);
        await().until(() -> Files.exists(folder.resolve(id + ".damaged")));
        assertTrue(destination.accepted.isEmpty());
    }

    @Test
    void aFolderThatCannotBeWrittenFailsTheDelivery() throws IOException {
        ForwardingSink sink = sink(10);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
        assertEquals(new SinkResult.Failed(FailureCode.SINK_FAILED), deliver(sink, UUID.randomUUID()));
    }

    @Test
    void thePartsAreAListInTheFile() throws IOException {
        configured("photo, fingerprints").stop();
        configured("").stop();
    }

    @Test
    void knowsNoOtherParts() {
        String said = assertThrows(IllegalArgumentException.class, () -> configured("photo, text"))
                .getMessage();
        assertEquals("etc/org.idrelay.forwarding-it.cfg: parts: text is none of photo, fingerprints", said);
    }

    /** As it is made from a file in etc/. */
    private ForwardingSink configured(String parts) throws IOException {
        Map<String, String> given = Map.of(
                "parts",
                parts,
                "folder",
                folder.resolve("outbox").toString(),
                "endpoint",
                "file:" + folder.resolve("out"));
        ForwardingSink.Config config = (ForwardingSink.Config) Proxy.newProxyInstance(
                ForwardingSinkTest.class.getClassLoader(),
                new Class<?>[] {ForwardingSink.Config.class},
                (proxy, method, arguments) ->
                        given.containsKey(method.getName()) ? given.get(method.getName()) : method.getDefaultValue());
        return new ForwardingSink(
                config, Map.of("felix.fileinstall.filename", "file:etc/org.idrelay.forwarding-it.cfg"), framework());
    }

    /** Without services. */
    private static BundleContext framework() {
        return (BundleContext) Proxy.newProxyInstance(
                ForwardingSinkTest.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> List.of());
    }

    private ForwardingSink sink(int maxRecords) throws IOException {
        ForwardingSink sink =
                new ForwardingSink("e", Set.of(Addition.PHOTO), maxRecords, new Outbox(folder), destination, 5, 20);
        sinks.add(sink);
        return sink;
    }

    private static SinkResult deliver(ForwardingSink sink, UUID id) {
        return sink.deliver(Records.any(), Records.presence(id));
    }

    private List<Path> sealed() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".sealed")).toList();
        }
    }
}
