package org.idrelay.api.record;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.idrelay.api.Bytes;

/**
 * A record in words for a person who is to see it: a display, a console. Never give its lines to a log.
 */
public final class RecordText {

    private static final int PHOTO_DIGEST_LENGTH = 8;

    private RecordText() {}

    /** The record's fields, one line each with the words that stand on the card, and the photo's digest. */
    public static List<String> lines(IdentityRecord record) {
        Stream<String> fields = record.fields().stream().map(field -> line(record, field));
        String photo = "photo %d bytes, SHA-256 %s…".formatted(record.photo().length(), digest(record.photo()));
        return Stream.concat(fields, Stream.of(photo)).toList();
    }

    /**
     * The record as an object for JSON, without photo and fingerprints: {@code document}, {@code checkDigitGood} and {@code
     * fields}, each by its name with {@code text} and {@code words}, in the order of the card's face.
     */
    public static Map<String, Object> values(IdentityRecord record) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (RecordField field : record.fields()) {
            fields.put(field.key().jsonName(), Map.of("text", field.text(), "words", field.words()));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("document", record.type().name());
        values.put("checkDigitGood", record.checkDigitGood());
        values.put("fields", fields);
        return values;
    }

    private static String line(IdentityRecord record, RecordField field) {
        boolean doubtful = field.key() == RecordField.Key.NUMBER && !record.checkDigitGood();
        return label(record.type(), field.key()) + " " + field.words() + (doubtful ? " (check digit wrong)" : "");
    }

    private static String label(DocumentType type, RecordField.Key key) {
        return switch (key) {
            case NAME -> "姓名";
            case ENGLISH_NAME -> "Name";
            case SEX -> "性别";
            case ETHNIC_GROUP -> "民族";
            case NATIONALITY -> "国籍";
            case BIRTH -> "出生";
            case ADDRESS -> "住址";
            case NUMBER -> isForeign(type) ? "证件号码" : "公民身份号码";
            case PASS_NUMBER -> "通行证号码";
            case ISSUE_COUNT -> "签发次数";
            case RENEWAL_COUNT -> "换证次数";
            case VERSION -> "证件版本号";
            case OLD_NUMBER_LINK -> "既往证件号码关联项";
            case ISSUER -> "签发机关";
            case VALID_FROM -> "有效期自";
            case VALID_TO -> "有效期至";
            case ADDITIONAL_ADDRESS -> "追加住址";
        };
    }

    private static boolean isForeign(DocumentType type) {
        return type == DocumentType.FOREIGN_2017 || type == DocumentType.FOREIGN_2023;
    }

    private static String digest(Bytes photo) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(photo.toArray());
            return HexFormat.of().formatHex(Arrays.copyOf(digest, PHOTO_DIGEST_LENGTH));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
