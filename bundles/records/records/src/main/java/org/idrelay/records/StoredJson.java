package org.idrelay.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.record.RecordText;
import org.idrelay.operations.RecordOperations.StoredRecord;
import org.idrelay.operations.StoreException;

/** Records as JSON: the part that is kept, and the whole for the record's subject. Bytes are in Base64. */
final class StoredJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private StoredJson() {}

    /** What is kept of the fields, and the bytes they come from: a later version may read them better. */
    static byte[] fields(IdentityRecord record) {
        Map<String, Object> values = new LinkedHashMap<>(RecordText.values(record));
        values.put("rawText", base64(record.text()));
        values.put("rawAdditionalAddress", base64(record.parts().additionalAddress()));
        try {
            return JSON.writeValueAsBytes(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts always become JSON", e);
        }
    }

    /** A record with all the parts that are kept of it. */
    static String export(StoredRecord record, Map<Part, byte[]> parts) throws StoreException {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("id", record.id().toString());
        whole.put("read", record.read().toString());
        whole.put("terminal", record.terminal());
        whole.put("reader", record.reader());
        whole.put("document", record.type().name());
        try {
            for (Map.Entry<Part, byte[]> part : parts.entrySet()) {
                switch (part.getKey()) {
                    case FIELDS ->
                        whole.putAll(JSON.readValue(part.getValue(), new TypeReference<Map<String, Object>>() {}));
                    case PHOTO -> whole.put("photo", base64(Bytes.of(part.getValue())));
                    case FINGERPRINTS -> whole.put("fingerprints", base64(Bytes.of(part.getValue())));
                }
            }
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(whole);
        } catch (IOException e) {
            throw unreadable();
        }
    }

    /** The number in a part as {@link #fields} made it. */
    static String number(byte[] fields) throws StoreException {
        try {
            return JSON.readTree(fields).at("/fields/number/text").asText();
        } catch (IOException e) {
            throw unreadable();
        }
    }

    /** Without cause: a parser's message shows what it stumbled over. */
    private static StoreException unreadable() {
        return new StoreException(FailureCode.STORE_DAMAGED, "the fields of a stored record are no JSON");
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }
}
