package org.idrelay.photo.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.photo.PhotoException;
import org.idrelay.api.photo.PhotoImage;
import org.idrelay.photo.command.CommandDecoder.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CommandDecoderTest {

    private static final Bytes PHOTO = photo();
    private static final Limits LIMITS = new Limits(10_000, 256, 2);

    @Test
    void givesThePhotoToTheProgramAndTakesThePictureThatItWrites() throws Exception {
        PhotoImage picture = decoder("cat").decode(PHOTO);
        assertEquals(new PhotoImage("image/png", PHOTO), picture);
    }

    @Test
    void passesArgumentsAsTheyAre() throws Exception {
        String nasty = "a b; $(exit 3) '\"";
        Bytes written = decoder("/bin/sh", "-c", "printf %s \"$1\"", "sh", nasty)
                .decode(PHOTO)
                .content();
        assertEquals(nasty, new String(written.toArray(), StandardCharsets.UTF_8));
    }

    @Test
    void runsTheProgramWithoutTheEnvironmentOfThisProcess() throws Exception {
        assertFalse(System.getenv().isEmpty());
        Bytes written =
                decoder("/bin/sh", "-c", "echo ${HOME:-none}").decode(PHOTO).content();
        assertEquals("none\n", new String(written.toArray(), StandardCharsets.UTF_8));
    }

    @Test
    void endsAProgramThatTakesTooLongAndWhatItStarted() {
        CommandDecoder slow = decoder(new Limits(300, 256, 2), "sh", "-c", "sleep 600 & sleep 600");
        failsWith(slow, "photo decoder test: it took too long");
        assertFalse(ProcessHandle.current().descendants().anyMatch(CommandDecoderTest::sleeps));
    }

    @Test
    void endsAProgramThatTakesTooMuchMemory() throws Exception {
        String greedy = "x=$(head -c 200000000 /dev/zero | tr '\\0' a); printf %s ${#x}";
        Bytes written = decoder(new Limits(20_000, 0, 2), "sh", "-c", greedy)
                .decode(PHOTO)
                .content();
        assertEquals("200000000", new String(written.toArray(), StandardCharsets.UTF_8));
        assertThrows(
                PhotoException.class,
                () -> decoder(new Limits(20_000, 64, 2), "sh", "-c", greedy).decode(PHOTO));
    }

    @Test
    void saysHowAProgramFailed() {
        failsWith(decoder("sh", "-c", "cat; exit 7"), "photo decoder test: it ended with 7");
        failsWith(decoder("true"), "photo decoder test: it wrote nothing");
        failsWith(decoder("head", "-c", "2000000", "/dev/zero"), "photo decoder test: it wrote too much");
        failsWith(decoder(new Limits(5000, 0, 2), "/no/such/program"), "photo decoder test: it cannot be started");
    }

    @Test
    void runsNoMoreProcessesThanItMayAndTellsWhoWaitedTooLong() throws Exception {
        CommandDecoder one = decoder(new Limits(1000, 256, 1), "sleep", "600");
        CountDownLatch first = new CountDownLatch(1);
        CompletableFuture<Void> blocked = CompletableFuture.runAsync(() -> {
            first.countDown();
            failsWith(one, "");
        });
        first.await();
        failsWith(one, "");
        blocked.get();
    }

    @Test
    void recognisesPhotosByTheirFirstBytes() {
        assertTrue(decoder("cat").recognises(PHOTO));
        assertFalse(decoder("cat").recognises(Bytes.ofHex("0102")));
        assertFalse(decoder("cat").recognises(Bytes.EMPTY));
    }

    @Test
    void takesItsSettingsFromAFile() throws Exception {
        CommandDecoder made = configured(Map.of("command", "/bin/sh, -c, cat; exit 0", "mediaType", "image/png"));
        assertEquals(new PhotoImage("image/png", PHOTO), made.decode(PHOTO));
    }

    @Test
    void refusesASettingThatCannotWork() {
        assertRefused(Map.of(), "command");
        assertRefused(Map.of("command", "cat", "mediaType", "text/html"), "mediaType");
        assertRefused(Map.of("command", "cat", "processes", 0), "processes");
        assertRefused(Map.of("command", "cat", "timeoutMillis", 0), "timeoutMillis");
        assertRefused(Map.of("command", "cat", "memoryMebibytes", -1), "memoryMebibytes");
    }

    private static void assertRefused(Map<String, Object> given, String key) {
        String said = String.valueOf(assertThrows(IllegalArgumentException.class, () -> configured(given))
                .getMessage());
        assertTrue(said.startsWith("etc/org.idrelay.photo.command-vendor.cfg: " + key + ": "), said);
    }

    private static CommandDecoder configured(Map<String, Object> given) {
        CommandDecoder.Config config = (CommandDecoder.Config) Proxy.newProxyInstance(
                CommandDecoderTest.class.getClassLoader(),
                new Class<?>[] {CommandDecoder.Config.class},
                (proxy, method, arguments) ->
                        given.containsKey(method.getName()) ? given.get(method.getName()) : method.getDefaultValue());
        return new CommandDecoder(
                config, Map.of("felix.fileinstall.filename", "file:etc/org.idrelay.photo.command-vendor.cfg"));
    }

    private static boolean sleeps(ProcessHandle process) {
        return process.info()
                        .arguments()
                        .map(a -> a.length > 0 && a[0].equals("600"))
                        .orElse(false)
                && process.isAlive();
    }

    private static void failsWith(CommandDecoder decoder, String message) {
        PhotoException failed = assertThrows(PhotoException.class, () -> decoder.decode(PHOTO));
        assertEquals(FailureCode.PHOTO_FAILED, failed.code());
        assertTrue(String.valueOf(failed.getMessage()).startsWith(message));
    }

    private static CommandDecoder decoder(String... command) {
        return decoder(LIMITS, command);
    }

    private static CommandDecoder decoder(Limits limits, String... command) {
        return new CommandDecoder("test", List.of(command), "image/png", Bytes.ofHex("030A"), limits);
    }

    private static Bytes photo() {
        byte[] photo = new byte[1024];
        for (int i = 0; i < photo.length; i++) {
            photo[i] = (byte) (7 * i + 3);
        }
        return Bytes.of(photo);
    }
}
