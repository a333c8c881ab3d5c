package org.idrelay.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.idrelay.simulator.SyntheticPeople;
import org.idrelay.simulator.SyntheticPerson;
import org.junit.Test;

/** The store in a container: off by default, switched on by configuration, one card read into it, handed out and erased. */
public class RecordsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final SyntheticPerson PERSON = SyntheticPeople.all().get(0);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    @Test
    public void keepsARecordOnceItIsSwitchedOn() throws Exception {
        try (KarafProcess karaf = new KarafProcess("records")) {
            Path said = karaf.home().resolve("data/demo.out");
            karaf.configureDemo().vmOption("-Didrelay.demo.once=true").vmOption("-Didrelay.demo.out=" + said);
            Files.writeString(
                    Files.createFile(
                            karaf.home().resolve("etc/secrets/idrelay-records"),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
                    UUID.randomUUID().toString());
            karaf.start();
            karaf.run("feature:install idrelay-records");
            assertTrue(refusal(karaf, "idrelay:record-status").contains("This container keeps no records."));

            karaf.configure("org.idrelay.records", Map.of("database", "h2"));
            await("the store")
                    .atMost(LIMIT)
                    .until(() -> !refusal(karaf, "idrelay:record-status").contains("keeps no records"));
            assertTrue(status(karaf), status(karaf).contains("Records: 0, kept for 30 days"));

            karaf.run("feature:install idrelay-demo");
            await("one record").atMost(LIMIT).until(() -> status(karaf).contains("Records: 1,"));
            assertTrue(Files.readString(said).contains(PERSON.name()));
            handsOutAndErases(karaf);
            assertFalse(karaf.log().stream()
                    .anyMatch(line -> line.contains(PERSON.number()) || line.contains(PERSON.name())));
        }
    }

    private static void handsOutAndErases(KarafProcess karaf) throws IOException {
        String found = karaf.run("idrelay:record-find " + PERSON.number());
        Matcher id = ID.matcher(found);
        assertTrue(found, id.find());
        Path file = karaf.home().resolve("data/export.json");
        karaf.run("idrelay:record-export %s %s".formatted(id.group(), file));
        assertTrue(Files.readString(file).contains(PERSON.address()));
        assertEquals(
                "1 records erased.",
                karaf.run("idrelay:record-erase " + PERSON.number()).strip());
        assertTrue(status(karaf), status(karaf).contains("Records: 0,"));
    }

    private static String status(KarafProcess karaf) throws IOException {
        return karaf.run("idrelay:record-status");
    }

    /** What a command says, whether it fails or not. */
    private static String refusal(KarafProcess karaf, String command) {
        try {
            return karaf.run(command);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
