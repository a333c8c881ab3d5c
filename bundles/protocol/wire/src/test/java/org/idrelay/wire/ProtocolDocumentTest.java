package org.idrelay.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The frames of {@code docs/protocol.md} are the code's, and every message has one. */
class ProtocolDocumentTest {

    private static final Path DOCUMENT = Path.of("../../../docs/protocol.md");

    private static final Pattern VECTOR = Pattern.compile("```frame ([^\n]+)\n(.*?)```", Pattern.DOTALL);

    @Test
    void statesEveryFrameAsTheCodeEncodesIt() throws IOException {
        Map<String, String> documented = new LinkedHashMap<>();
        Matcher matcher = VECTOR.matcher(Files.readString(DOCUMENT));
        while (matcher.find()) {
            documented.put(matcher.group(1), matcher.group(2).replaceAll("\\s", ""));
        }
        Map<String, String> encoded = new LinkedHashMap<>();
        Examples.all().forEach((title, frame) -> encoded.put(title, hex(frame)));

        assertEquals(text(encoded), text(documented));
    }

    @Test
    void hasAnExampleOfEveryMessage() throws WireException {
        Set<Class<?>> shown = new HashSet<>();
        for (Frame frame : Examples.all().values()) {
            shown.add(frame.message().getClass());
        }
        assertEquals(Set.of(Message.class.getPermittedSubclasses()), shown);
    }

    @Test
    void namesEveryTypeWithItsCode() throws IOException {
        String document = Files.readString(DOCUMENT);
        for (MessageType type : MessageType.values()) {
            String row = "| `%02X` | %s |".formatted(type.code(), type);
            assertTrue(document.contains(row), () -> "missing row: " + row);
        }
    }

    private static String text(Map<String, String> vectors) {
        return vectors.entrySet().stream()
                .map(vector -> vector.getKey() + "\n" + vector.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static String hex(Frame frame) {
        return HexFormat.of().formatHex(FrameCodec.encode(frame).array());
    }
}
