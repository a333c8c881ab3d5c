package org.idrelay.api.record;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One field of a record, for whatever shows or keeps records without knowing their kinds.
 *
 * @param key the field's name, the same for the same thing in all documents
 * @param text as on the card, without padding
 * @param words the same for people: a code's meaning, a date with hyphens; otherwise {@code text}
 */
public record RecordField(Key key, String text, String words) {

    /** What a field says. Pages, JSON and labels go by this name. */
    public enum Key {
        NAME,
        ENGLISH_NAME,
        SEX,
        ETHNIC_GROUP,
        NATIONALITY,
        BIRTH,
        ADDRESS,
        NUMBER,
        PASS_NUMBER,
        ISSUE_COUNT,
        RENEWAL_COUNT,
        VERSION,
        OLD_NUMBER_LINK,
        ISSUER,
        VALID_FROM,
        VALID_TO,
        ADDITIONAL_ADDRESS;

        /** The name in JSON: {@code ethnicGroup}. */
        public String jsonName() {
            StringBuilder name = new StringBuilder();
            for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
                name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
            }
            return name.toString();
        }
    }

    static RecordField of(Key key, String text) {
        return new RecordField(key, text, text);
    }

    static RecordField of(Key key, CardDate date) {
        return new RecordField(key, date.text(), date.words());
    }

    static RecordField of(Sex sex) {
        return new RecordField(Key.SEX, sex.code(), sex.words());
    }

    /** The fields, and the additional address behind them if there is one. */
    static List<RecordField> withAdditional(String additionalAddress, RecordField... fields) {
        return Stream.concat(
                        Stream.of(fields),
                        Stream.of(of(Key.ADDITIONAL_ADDRESS, additionalAddress))
                                .filter(field -> !field.text().isEmpty()))
                .toList();
    }

    /** The key only: a field never prints what it holds. */
    @Override
    public String toString() {
        return "field " + key;
    }
}
