package org.idrelay.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.idrelay.api.Bytes;
import org.idrelay.api.record.CardDate;
import org.idrelay.api.record.DocumentType;
import org.idrelay.api.record.EthnicGroup;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.record.RecordField;
import org.idrelay.api.record.RecordParts;
import org.idrelay.api.record.ResidentRecord;
import org.idrelay.api.record.Sex;
import org.idrelay.card.RecordLayout.UnsupportedDocumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordLayoutTest {

    /** The synthetic record of reference §3. */
    private static final Bytes TEXT = Bytes.ofHex("205F4B6DD58B2000200020002000200020002000200020002000200020003100"
            + "3000310031003900390030003000310030003100216ADF6201774B6DD58B025E"
            + "37688B4FEF8D3100F75320002000200020002000200020002000200020002000"
            + "2000200020002000200020002000200020002000200020002000390039003000"
            + "3000300030003100390039003000300031003000310030003000310037004B6D"
            + "D58B6C51895B405C200020002000200020002000200020002000200032003000"
            + "3200300030003100300031003200300034003000300031003000310020002000"
            + "2000200020002000200020002000200020002000200020002000200020002000");

    private static final Bytes PHOTO = photo();

    private static final int WITHOUT_FINGERPRINTS = 4 + 256 + 1024;

    @Test
    void readsTheSyntheticRecord() throws Exception {
        Bytes frame = answer(Bytes.ofHex("01000400").plus(TEXT).plus(PHOTO));
        assertEquals("f146cda85cfb0f99", sha256(TEXT));
        assertEquals(1295, frame.length());
        assertEquals(0xEC, frame.at(1294));
        assertEquals("cbe7770f3e0a1e3b", sha256(frame));
        assertEquals(
                new ResidentRecord(
                        "张测试",
                        new Sex("1"),
                        new EthnicGroup("01"),
                        new CardDate("19900101"),
                        "模拟省测试市样例路1号",
                        "990000199001010017",
                        "测试公安局",
                        new CardDate("20200101"),
                        new CardDate("20400101"),
                        "",
                        true,
                        new RecordParts(TEXT, PHOTO, Bytes.EMPTY, Bytes.EMPTY)),
                RecordLayout.parse(List.of(frame)));
    }

    @ParameterizedTest
    @CsvSource({"0, 1297", "512, 1809", "1024, 2321"})
    void readsFingerprints(int length, int frameLength) throws Exception {
        byte[] fingerprints = new byte[length];
        Arrays.fill(fingerprints, (byte) 7);
        Bytes frame = answer(lengths(256, 1024, length).plus(TEXT).plus(PHOTO).plus(Bytes.of(fingerprints)));
        assertEquals(frameLength, frame.length());
        ResidentRecord record = (ResidentRecord) RecordLayout.parse(List.of(frame));
        assertEquals(Bytes.of(fingerprints), record.fingerprints());
        assertEquals(PHOTO, record.photo());
        assertEquals("张测试", record.name());
    }

    @Test
    void warnsOfAWrongCheckDigitAndReadsAllTheSame() throws Exception {
        byte[] text = TEXT.toArray();
        text[122 + 34] = '8';
        ResidentRecord record = (ResidentRecord) RecordLayout.parse(
                List.of(answer(Bytes.ofHex("01000400").plus(Bytes.of(text)).plus(PHOTO))));
        assertFalse(record.checkDigitGood());
        assertTrue(record.number().endsWith("8"));
    }

    @Test
    void readsAPermitOfHongKongMacaoAndTaiwan() throws Exception {
        IdentityRecord record = parse(text("陳樣本", 0)
                .put(30, "2")
                .put(36, "19920215")
                .put(52, "模拟省示范市过境路3号")
                .put(122, "810999199202155249")
                .put(158, "示范市公安局")
                .put(188, "20220301")
                .put(204, "20270301")
                .put(220, "H99999999")
                .put(238, "01")
                .put(248, "J"));
        assertEquals(DocumentType.HMT_PERMIT, record.type());
        assertEquals(
                "陳樣本|女|1992-02-15|模拟省示范市过境路3号|810999199202155249|H99999999|01|示范市公安局|2022-03-01|2027-03-01",
                words(record));
    }

    @Test
    void readsAForeignResidentOf2017() throws Exception {
        IdentityRecord record = parse(text("SPECIMEN, ANNA MARIA", 0)
                .put(120, "2")
                .put(122, "UTO990085061200")
                .put(152, "UTO")
                .put(158, "样本安娜")
                .put(188, "20180101")
                .put(204, "长期")
                .put(220, "19850612")
                .put(236, "01")
                .put(240, "9900")
                .put(248, "I"));
        assertEquals(DocumentType.FOREIGN_2017, record.type());
        assertEquals("样本安娜|SPECIMEN, ANNA MARIA|女|1985-06-12|UTO|UTO990085061200|9900|01|2018-01-01|长期", words(record));
        assertTrue(record.checkDigitGood());
    }

    @Test
    void readsAForeignResidentOf2023WithASpaceBetweenTheNamesTwoFields() throws Exception {
        IdentityRecord record = parse(text("样本马克西姆", 0)
                .put(30, "1")
                .put(32, "02")
                .put(36, "19790303")
                .put(52, "SPECIMENSKY-TESTOVICH, MAXIMILIANO ")
                .put(122, "932682198501010017")
                .put(188, "20240101")
                .put(204, "20340101")
                .put(220, "BARTHOLOMEW")
                .put(242, "UTO")
                .put(248, "Y")
                .put(250, "A01"));
        assertEquals(DocumentType.FOREIGN_2023, record.type());
        assertEquals(
                "样本马克西姆|SPECIMENSKY-TESTOVICH, MAXIMILIANO BARTHOLOMEW|男|1979-03-03|UTO|932682198501010017|02|A01"
                        + "|2024-01-01|2034-01-01",
                words(record));
        assertTrue(record.checkDigitGood());
    }

    @Test
    void readsTheNewestAdditionalAddress() throws Exception {
        String address = "幻影市演示区新居路88号样板楼7单元";
        Bytes frame = answer(new Text(70).put(0, address).bytes());
        Bytes record = answer(Bytes.ofHex("01000400").plus(TEXT).plus(PHOTO));
        assertEquals(81, frame.length());
        assertEquals(address, RecordLayout.parse(List.of(record, frame)).additionalAddress());
        assertEquals("", RecordLayout.parse(List.of(record)).additionalAddress());
        assertThrows(MalformedException.class, () -> RecordLayout.parse(List.of(record, answer(new Text(68).bytes()))));
        assertThrows(MalformedException.class, () -> RecordLayout.parse(List.of(record, answer(new Text(72).bytes()))));
        assertThrows(MalformedException.class, () -> RecordLayout.parse(List.of(record, frame, frame)));
    }

    /** Rare and private-use characters, codes that nobody defined and dates that are none are kept as they came. */
    @Test
    void keepsWhatItDoesNotUnderstand() throws Exception {
        ResidentRecord record = (ResidentRecord) parse(new Text(256)
                .put(0, "𠀀\uE863 样")
                .put(30, "7")
                .put(32, "99")
                .put(36, "19900231")
                .put(204, "  长期"));
        assertEquals("𠀀\uE863 样", record.name());
        assertEquals("7", record.sex().words());
        assertEquals("99", record.ethnicGroup().words());
        assertEquals("19900231", record.birth().words());
        assertTrue(record.birth().date().isEmpty());
        assertFalse(record.validTo().isLongTerm());
        assertEquals("  长期", record.validTo().words());
        assertEquals("", record.number());
        assertFalse(record.checkDigitGood());
    }

    @ParameterizedTest
    @ValueSource(chars = {'A', 'j', 'Z', '1'})
    void refusesADocumentOfAnotherKindByItsType(char type) {
        byte[] text = TEXT.toArray();
        text[248] = (byte) type;
        Bytes frame = answer(Bytes.ofHex("01000400").plus(Bytes.of(text)).plus(PHOTO));
        UnsupportedDocumentException refused =
                assertThrows(UnsupportedDocumentException.class, () -> RecordLayout.parse(List.of(frame)));
        assertEquals("document of type " + type, refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "255, 1024, 0",
        "257, 1024, 0",
        "0, 0, 0",
        "256, 1023, 0",
        "1024, 256, 0",
        "65535, 65535, 65535",
        "256, 1024, 1",
        "256, 1024, 511",
        "256, 1024, 512",
        "256, 1024, 1024",
        "256, 1024, 1536",
        "256, 1024, 65535"
    })
    void refusesLengthsThatDoNotFit(int text, int photo, int fingerprint) {
        Bytes lengths = lengths(text, photo, fingerprint);
        assertMalformed(answer(lengths.plus(TEXT).plus(PHOTO)));
        if (text != 256 || photo != 1024) {
            assertMalformed(answer(lengths.slice(0, 4).plus(TEXT).plus(PHOTO)));
        }
    }

    @Test
    void refusesFingerprintsOfAnOddLength() {
        assertMalformed(answer(lengths(256, 1024, 100).plus(TEXT).plus(PHOTO).plus(Bytes.of(new byte[100]))));
    }

    @Test
    void refusesARecordOfEveryOtherLength() {
        Bytes whole = lengths(256, 1024, 512).plus(TEXT).plus(PHOTO).plus(Bytes.of(new byte[512]));
        for (int length = 0; length < whole.length(); length++) {
            if (length
                    != WITHOUT_FINGERPRINTS) { // nothing but its length tells such a record from one with fingerprints
                assertMalformed(answer(whole.slice(0, length)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x41, 0x91, 0x9F, 0x00})
    void refusesAnAnswerThatIsNotOk(int state) {
        assertMalformed(
                HostFrame.response(0, state, Bytes.ofHex("01000400").plus(TEXT).plus(PHOTO))
                        .encode());
    }

    @Test
    void refusesWhatIsNoHostFrame() {
        assertMalformed(Bytes.EMPTY);
        assertMalformed(TEXT);
    }

    private static IdentityRecord parse(Text text) throws Exception {
        return RecordLayout.parse(
                List.of(answer(Bytes.ofHex("01000400").plus(text.bytes()).plus(PHOTO))));
    }

    private static String words(IdentityRecord record) {
        return record.fields().stream().map(RecordField::words).collect(Collectors.joining("|"));
    }

    private static Text text(String first, int offset) {
        return new Text(256).put(offset, first);
    }

    /** Texts laid out by offsets in bytes. */
    private static final class Text {

        private final StringBuilder units;

        Text(int length) {
            units = new StringBuilder(" ".repeat(length / 2));
        }

        Text put(int offset, String value) {
            units.replace(offset / 2, offset / 2 + value.length(), value);
            return this;
        }

        Bytes bytes() {
            return Bytes.of(units.toString().getBytes(StandardCharsets.UTF_16LE));
        }
    }

    private static void assertMalformed(Bytes frame) {
        assertThrows(MalformedException.class, () -> RecordLayout.parse(List.of(frame)));
    }

    private static Bytes answer(Bytes data) {
        return HostFrame.response(0, 0x90, data).encode();
    }

    private static Bytes lengths(int text, int photo, int fingerprint) {
        return Bytes.ofHex("%04X%04X%04X".formatted(text, photo, fingerprint));
    }

    private static Bytes photo() {
        byte[] photo = new byte[1024];
        for (int i = 0; i < photo.length; i++) {
            photo[i] = (byte) (7 * i + 3);
        }
        return Bytes.of(photo);
    }

    private static String sha256(Bytes bytes) throws Exception {
        return Bytes.of(MessageDigest.getInstance("SHA-256").digest(bytes.toArray()))
                .toHex()
                .substring(0, 16);
    }
}
