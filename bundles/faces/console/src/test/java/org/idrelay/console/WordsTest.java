package org.idrelay.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.DocumentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a page says, it says in Chinese and English. */
class WordsTest {

    private static final String HAN = ".*\\p{IsHan}.*";

    @Test
    void everyFailureHasItsChineseCauseAndRemedy() throws Exception {
        JsonNode failures = asset("failures-zh.json");
        Set<String> codes = new TreeSet<>();
        Stream.of(FailureCode.values()).map(Enum::name).forEach(codes::add);
        Arrays.stream(Reason.values()).map(Enum::name).forEach(codes::add);
        assertEquals(codes, names(failures));
        for (String code : codes) {
            assertTrue(failures.path(code).path("cause").asText().matches(HAN), code);
            assertTrue(failures.path(code).path("remedy").asText().matches(HAN), code);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"words.json", "operations.json"})
    void everySentenceIsThereInBothLanguages(String file) throws Exception {
        JsonNode words = asset(file);
        assertEquals(Set.of("en", "zh"), names(words));
        assertEquals(names(words.path("en")), names(words.path("zh")));
        for (String key : names(words.path("zh"))) {
            assertTrue(words.path("zh").path(key).asText().matches(HAN), key);
            assertEquals(
                    places(words.path("en").path(key).asText()),
                    places(words.path("zh").path(key).asText()),
                    key);
        }
    }

    @Test
    void everyDocumentHasAName() throws Exception {
        for (DocumentType type : DocumentType.values()) {
            assertTrue(asset("words.json").path("en").has("document." + type), type.name());
        }
    }

    /** What is replaced in a sentence. */
    private static Set<String> places(String sentence) {
        Set<String> places = new TreeSet<>();
        var matcher = Pattern.compile("\\{\\w+}").matcher(sentence);
        while (matcher.find()) {
            places.add(matcher.group());
        }
        return places;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        for (Iterator<String> it = object.fieldNames(); it.hasNext(); ) {
            names.add(it.next());
        }
        return names;
    }

    private static JsonNode asset(String name) throws IOException {
        try (InputStream content = WordsTest.class.getResourceAsStream("/page/assets/" + name)) {
            return new ObjectMapper().readTree(content);
        }
    }
}
