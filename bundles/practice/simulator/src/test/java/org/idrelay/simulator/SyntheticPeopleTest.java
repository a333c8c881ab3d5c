package org.idrelay.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.idrelay.api.Bytes;
import org.idrelay.api.record.DocumentType;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.card.CheckDigit;
import org.idrelay.card.HostFrame;
import org.idrelay.card.RecordLayout;
import org.junit.jupiter.api.Test;

class SyntheticPeopleTest {

    private static final List<SyntheticPerson> PEOPLE = SyntheticPeople.all();

    @Test
    void areOfAllAgesWithAllDocumentsAndTheNamesThatBreakPrograms() {
        assertEquals(16, PEOPLE.size());
        for (DocumentType type : DocumentType.values()) {
            assertTrue(PEOPLE.stream().anyMatch(person -> person.type() == type));
        }
        assertTrue(PEOPLE.stream().anyMatch(person -> person.birth().startsWith("193")));
        assertTrue(PEOPLE.stream().anyMatch(person -> person.birth().startsWith("202")));
        assertTrue(PEOPLE.stream().anyMatch(person -> person.name().length() == 2));
        assertTrue(PEOPLE.stream().anyMatch(person -> person.name().length() == 15));
        assertTrue(PEOPLE.stream().anyMatch(person -> person.name().contains("·")));
        assertTrue(PEOPLE.stream().anyMatch(person -> person.name().codePoints().anyMatch(c -> c >= 0x20000)));
        assertTrue(PEOPLE.stream().anyMatch(person -> person.name().chars().anyMatch(c -> c >= 0xE000 && c < 0xF900)));
    }

    @Test
    void haveNumbersOfNoPlaceWithGoodCheckDigits() {
        Set<String> numbers = new HashSet<>();
        for (SyntheticPerson person : PEOPLE) {
            assertTrue(numbers.add(person.number()));
            if (person.type() == DocumentType.FOREIGN_2017) {
                assertTrue(person.number().startsWith("UTO99"));
            } else {
                assertTrue(person.number().matches("99.*|8[123]0999.*") && CheckDigit.isGood(person.number()));
                assertEquals(person.birth(), person.number().substring(6, 14));
            }
        }
    }

    /** What a verifier would hand out is the record that everything else works with. */
    @Test
    void makeRecordsOfTheirOwnKind() throws Exception {
        for (SyntheticPerson person : PEOPLE) {
            IdentityRecord record = RecordLayout.parse(person.hostFrames());
            assertEquals(person.type(), record.type());
            assertEquals(person.name(), record.name());
            assertEquals(person.number(), record.number());
            assertEquals(person.additionalAddress(), record.additionalAddress());
            assertEquals(person.photo(), record.photo());
            assertEquals(person.fingerprintData(), record.fingerprints());
            assertTrue(record.checkDigitGood());
        }
    }

    /** The vectors of reference §3. */
    @Test
    void encodesTheReferencesRecord() throws Exception {
        SyntheticPerson reference = PEOPLE.get(0);
        assertEquals("f146cda85cfb0f99", sha256(reference.text()));
        byte[] photo = new byte[1024];
        for (int i = 0; i < photo.length; i++) {
            photo[i] = (byte) (7 * i + 3);
        }
        Bytes data = Bytes.ofHex("01000400").plus(reference.text()).plus(Bytes.of(photo));
        Bytes frame = HostFrame.response(0, 0x90, data).encode();
        assertEquals(1295, frame.length());
        assertEquals(0xEC, frame.at(frame.length() - 1));
        assertEquals("cbe7770f3e0a1e3b", sha256(frame));
    }

    @Test
    void printNothingOfThemselves() {
        for (SyntheticPerson person : PEOPLE) {
            assertEquals("synthetic person", person.toString());
        }
    }

    private static String sha256(Bytes bytes) throws Exception {
        return Bytes.of(MessageDigest.getInstance("SHA-256").digest(bytes.toArray()))
                .toHex()
                .substring(0, 16);
    }
}
