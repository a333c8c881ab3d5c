package org.idrelay.forwarding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.idrelay.api.Bytes;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.record.RecordText;
import org.idrelay.api.settings.Settings;

/** A record as another system gets it: {@code docs/record.schema.json}. */
final class ForwardedJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ForwardedJson() {}

    /** @param parts what to add, if the card has it */
    static byte[] of(IdentityRecord record, CardPresence presence, Instant time, Set<Addition> parts) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", presence.id().toString());
        values.put("terminal", presence.terminal());
        values.put("reader", presence.reader());
        values.put("time", time.truncatedTo(ChronoUnit.MILLIS).toString());
        values.putAll(RecordText.values(record));
        put(values, parts, Addition.PHOTO, record.photo());
        put(values, parts, Addition.FINGERPRINTS, record.fingerprints());
        try {
            return MAPPER.writeValueAsBytes(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and truths are always JSON", e);
        }
    }

    private static void put(Map<String, Object> values, Set<Addition> parts, Addition part, Bytes bytes) {
        if (parts.contains(part) && bytes.length() > 0) {
            values.put(Settings.word(part), Base64.getEncoder().encodeToString(bytes.toArray()));
        }
    }
}
