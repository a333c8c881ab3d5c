package org.idrelay.api.record;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A date as it stands on a card: {@code yyyymmdd}, {@code 长期} for one that never comes, or whatever the issuer wrote.
 *
 * @param text as on the card, without padding
 */
public record CardDate(String text) {

    private static final String LONG_TERM = "长期";

    /** Whether it stands for a validity without end. */
    public boolean isLongTerm() {
        return text.equals(LONG_TERM);
    }

    /** The date; empty if the text is none. */
    public Optional<LocalDate> date() {
        try {
            return Optional.of(LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** {@code yyyy-mm-dd}; what is no date as it came. */
    public String words() {
        return date().map(LocalDate::toString).orElse(text);
    }

    /** A date of birth is personal: only that there is one. */
    @Override
    public String toString() {
        return "date on a card";
    }
}
