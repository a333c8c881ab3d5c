package org.idrelay.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.record.RecordField;
import org.idrelay.card.RecordLayout;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.simulator.SyntheticPeople;
import org.idrelay.simulator.SyntheticPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadAuditTest {

    private static final UUID ID = new UUID(1, 2);

    @TempDir
    Path folder;

    @Test
    void writesReadsAndFailuresThatAreFinal() throws Exception {
        Trails trails = new Trails(folder);
        ReadAudit audit = new ReadAudit(trails.at(Trails.NOVEMBER));
        IdentityRecord record = record(SyntheticPeople.all().get(0));
        audit.happened(new ReadingEvent.CardFound("r-1", ID));
        audit.happened(new ReadingEvent.ReadFailed("r-1", ID, 3, FailureCode.CARD_GONE, true));
        audit.happened(new ReadingEvent.RecordRead("r-1", ID, 3, new CardPresence(ID, "t-01", "r-1"), record));
        audit.happened(new ReadingEvent.ReadFailed("r-2", ID, 0, FailureCode.NO_VERIFIER, false));
        List<String> lines = Files.readAllLines(trails.november());
        assertEquals(2, lines.size());
        assertEquals(List.of("READ", "t-01", "t-01", "r-1", "3", "ok"), columns(lines.get(0)));
        assertEquals(List.of("READ", "", "", "r-2", "", "NO_VERIFIER"), columns(lines.get(1)));
    }

    @Test
    void readingGoesOnWithoutTheTrail() throws IOException {
        Path file = Files.createFile(folder.resolve("no-folder"));
        ReadAudit audit = new ReadAudit(new Trails(file).at(Trails.NOVEMBER));
        audit.happened(new ReadingEvent.ReadFailed("r-2", ID, 0, FailureCode.NO_VERIFIER, false));
        assertEquals(0, Files.size(file));
    }

    @Test
    void noFileHoldsPersonalData() throws Exception {
        Trails trails = new Trails(folder);
        ReadAudit audit = new ReadAudit(trails.at(Trails.NOVEMBER));
        for (SyntheticPerson person : SyntheticPeople.all()) {
            audit.happened(
                    new ReadingEvent.RecordRead("r-1", ID, 3, new CardPresence(ID, "t-01", "r-1"), record(person)));
        }
        StringBuilder all = new StringBuilder();
        for (byte[] content : trails.content().values()) {
            all.append(HexFormat.of().formatHex(content)).append(' ');
        }
        String hex = all.toString();
        for (SyntheticPerson person : SyntheticPeople.all()) {
            for (RecordField field : record(person).fields()) {
                // what is shorter would be found in any digest
                if (field.text().length() >= 6 || field.text().codePoints().anyMatch(c -> c > 0x7F)) {
                    for (Charset charset :
                            List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
                        String bytes = HexFormat.of().formatHex(field.text().getBytes(charset));
                        absent(bytes, hex, field);
                        absent(asText(bytes), hex, field);
                        absent(asText(bytes.toUpperCase(Locale.ROOT)), hex, field);
                    }
                }
            }
        }
    }

    private static void absent(String what, String hex, RecordField field) {
        assertFalse(hex.contains(what), () -> field.key() + " of somebody is in the trail");
    }

    private static String asText(String hex) {
        return HexFormat.of().formatHex(hex.getBytes(StandardCharsets.US_ASCII));
    }

    private static IdentityRecord record(SyntheticPerson person) throws Exception {
        return RecordLayout.parse(person.hostFrames());
    }

    private static List<String> columns(String line) {
        return List.of(line.split("\t", -1)).subList(2, 8);
    }
}
