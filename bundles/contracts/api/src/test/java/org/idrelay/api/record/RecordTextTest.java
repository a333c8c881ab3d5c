package org.idrelay.api.record;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.idrelay.api.Bytes;
import org.junit.jupiter.api.Test;

class RecordTextTest {

    @Test
    void hasTheNineFieldsAndThePhotosDigest() {
        assertEquals(
                List.of(
                        "姓名 张测试",
                        "性别 男",
                        "民族 汉",
                        "出生 1990-01-01",
                        "住址 模拟省测试市样例路1号",
                        "公民身份号码 990000199001010017",
                        "签发机关 测试公安局",
                        "有效期自 2020-01-01",
                        "有效期至 长期",
                        "photo 3 bytes, SHA-256 ba7816bf8f01cfea…"),
                RecordText.lines(record("1", "01", true)));
    }

    @Test
    void showsCodesThatNobodyDefinedAsTheyAre() {
        List<String> lines = RecordText.lines(record("7", "77", true));
        assertEquals("性别 7", lines.get(1));
        assertEquals("民族 77", lines.get(2));
        assertEquals("民族 ", RecordText.lines(record("7", "", true)).get(2));
    }

    @Test
    void namesTheLastEthnicGroup() {
        assertEquals("民族 外国血统中国籍人士", RecordText.lines(record("2", "98", true)).get(2));
    }

    @Test
    void saysThatTheCheckDigitIsWrong() {
        assertTrue(RecordText.lines(record("1", "01", false)).get(5).endsWith("(check digit wrong)"));
    }

    @Test
    void isAnObjectWithCodesAndWordsInTheOrderOfTheCard() {
        Map<String, Object> values = RecordText.values(record("1", "01", false));
        assertEquals(List.of("document", "checkDigitGood", "fields"), List.copyOf(values.keySet()));
        assertEquals(false, values.get("checkDigitGood"));
        Map<?, ?> fields = (Map<?, ?>) requireNonNull(values.get("fields"));
        assertEquals(
                List.of("name", "sex", "ethnicGroup", "birth", "address", "number", "issuer", "validFrom", "validTo"),
                List.copyOf(fields.keySet()));
        assertEquals(Map.of("text", "01", "words", "汉"), fields.get("ethnicGroup"));
        assertEquals(Map.of("text", "19900101", "words", "1990-01-01"), fields.get("birth"));
    }

    private static ResidentRecord record(String sex, String ethnicGroup, boolean checkDigitGood) {
        return new ResidentRecord(
                "张测试",
                new Sex(sex),
                new EthnicGroup(ethnicGroup),
                new CardDate("19900101"),
                "模拟省测试市样例路1号",
                "990000199001010017",
                "测试公安局",
                new CardDate("20200101"),
                new CardDate("长期"),
                "",
                checkDigitGood,
                new RecordParts(Bytes.EMPTY, Bytes.of((byte) 'a', (byte) 'b', (byte) 'c'), Bytes.EMPTY, Bytes.EMPTY));
    }
}
