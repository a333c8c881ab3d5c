package org.idrelay.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.idrelay.api.Bytes;
import org.idrelay.api.record.DocumentType;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.record.RecordField;
import org.idrelay.simulator.SyntheticPeople;
import org.idrelay.simulator.SyntheticPerson;
import org.junit.jupiter.api.Test;

class ForwardedJsonTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Path FILE = Path.of("../../../docs/record.schema.json");

    @Test
    void everybodysRecordIsAsPublished() throws IOException {
        JsonSchema schema = schema();
        for (SyntheticPerson person : SyntheticPeople.all()) {
            for (Set<Addition> parts : Set.of(Set.<Addition>of(), Set.of(Addition.values()))) {
                assertEquals(0, schema.validate(json(Records.of(person), parts)).size());
            }
        }
    }

    @Test
    void theSchemaRefusesWhatIsNoRecord() throws IOException {
        JsonSchema schema = schema();
        for (String key : Set.of("id", "terminal", "time", "document", "fields")) {
            ObjectNode record = json(Records.any(), Set.of());
            record.remove(key);
            assertFalse(schema.validate(record).isEmpty(), key);
            assertFalse(schema.validate(record.put(key, "?")).isEmpty(), key);
        }
        assertFalse(
                schema.validate(json(Records.any(), Set.of()).put("more", 1)).isEmpty());
    }

    @Test
    void theSchemaNamesEveryFieldAndDocument() throws IOException {
        JsonNode properties = MAPPER.readTree(FILE.toFile()).get("properties");
        assertEquals(
                Stream.of(RecordField.Key.values())
                        .map(RecordField.Key::jsonName)
                        .collect(Collectors.toCollection(TreeSet::new)),
                texts(properties.get("fields").get("propertyNames").get("enum")));
        assertEquals(
                Stream.of(DocumentType.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new)),
                texts(properties.get("document").get("enum")));
    }

    @Test
    void saysWhatTheCardSaysAndOnlyThePartsAskedFor() throws IOException {
        IdentityRecord record = Records.any();
        ObjectNode json = json(record, Set.of(Addition.PHOTO));
        assertEquals(record.name(), json.at("/fields/name/text").asText());
        assertEquals("2026-11-23T12:00:00Z", json.get("time").asText());
        assertTrue(record.photo()
                .equals(Bytes.of(Base64.getDecoder().decode(json.get("photo").asText()))));
        assertFalse(json.has("fingerprints"));
        assertFalse(json(record, Set.of()).has("photo"));
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(FILE));
    }

    private static ObjectNode json(IdentityRecord record, Set<Addition> parts) throws IOException {
        return (ObjectNode) MAPPER.readTree(ForwardedJson.of(record, Records.presence(ID), NOW, parts));
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
