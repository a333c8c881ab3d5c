package org.idrelay.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** As much of JSON Schema as {@code openapi.json} uses. */
final class Schema {

    private Schema() {}

    /** What does not fit, in words; nothing if all fits. */
    static List<String> faults(JsonNode document, JsonNode schema, JsonNode value) {
        List<String> faults = new ArrayList<>();
        check(document, resolve(document, schema), value, "", faults);
        return faults;
    }

    /** Follows {@code $ref}. */
    static JsonNode resolve(JsonNode document, JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static void check(JsonNode document, JsonNode schema, JsonNode value, String at, List<String> faults) {
        String type = schema.path("type").asText();
        boolean fits =
                switch (type) {
                    case "object" -> value.isObject();
                    case "array" -> value.isArray();
                    case "string" -> value.isTextual();
                    case "integer" -> value.isIntegralNumber();
                    case "number" -> value.isNumber();
                    case "boolean" -> value.isBoolean();
                    default -> false;
                };
        if (!fits) {
            faults.add(at + ": not " + type);
        } else if (value.isObject()) {
            checkObject(document, schema, value, at, faults);
        } else if (value.isArray()) {
            value.forEach(item -> check(document, resolve(document, schema.path("items")), item, at, faults));
        } else if (schema.has("enum")) {
            boolean known = false;
            for (JsonNode allowed : schema.path("enum")) {
                known |= allowed.equals(value);
            }
            if (!known) {
                faults.add(at + ": " + value.asText() + " is none of them");
            }
        }
    }

    private static void checkObject(
            JsonNode document, JsonNode schema, JsonNode value, String at, List<String> faults) {
        schema.path("required").forEach(name -> {
            if (!value.has(name.asText())) {
                faults.add(at + name.asText() + " is missing");
            }
        });
        JsonNode others = schema.path("additionalProperties");
        value.properties().forEach(field -> {
            JsonNode known = schema.path("properties").path(field.getKey());
            String inside = at + field.getKey();
            if (!known.isMissingNode()) {
                check(document, resolve(document, known), field.getValue(), inside, faults);
            } else if (others.isObject()) {
                check(document, resolve(document, others), field.getValue(), inside, faults);
            } else if (others.isBoolean() && !others.booleanValue()) {
                faults.add(inside + " is surplus");
            }
        });
    }
}
