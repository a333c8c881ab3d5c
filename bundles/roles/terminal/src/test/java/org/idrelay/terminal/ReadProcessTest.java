package org.idrelay.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadProcessTest {

    private static final Path DOCUMENT = Path.of("../../../docs/session.md");

    static List<String> states() {
        return ProcessStates.all();
    }

    @ParameterizedTest
    @MethodSource("states")
    void canBeBroughtIntoEveryState(String state) {
        assertEquals(state, ProcessStates.at(state).process.stateName());
    }

    /** The row of the document is made anew: where it goes, "·" where it stays and does something, nothing if ignored. */
    @ParameterizedTest
    @MethodSource("states")
    void meetsEveryEventAsTheDocumentSays(String state) throws IOException {
        List<String> cells = new ArrayList<>();
        for (Function<ProcessStates, List<Outcome>> event :
                ProcessStates.events().values()) {
            ProcessStates at = ProcessStates.at(state);
            List<Outcome> wanted = event.apply(at);
            String reached = at.process.stateName();
            cells.add(reached.equals(state) ? wanted.isEmpty() ? "" : "·" : reached);
        }

        assertEquals("| " + state + " | " + String.join(" | ", cells) + " |", documentedRow(state));
    }

    @Test
    void theDocumentNamesEveryEventAndDrawsEveryState() throws IOException {
        String section = section();
        int start = section.indexOf("stateDiagram-v2");
        String diagram = section.substring(start, section.indexOf("```", start));
        Set<String> drawn = new TreeSet<>();
        Matcher names = Pattern.compile("\\b[A-Z]{2,}(_[A-Z]+)*(?= -->|:| \\{|$)", Pattern.MULTILINE)
                .matcher(diagram);
        while (names.find()) {
            drawn.add(names.group());
        }
        Set<String> all = new TreeSet<>(states());
        all.add("IN_SESSION");
        all.add("ENDED");

        assertEquals(all, drawn);
        assertEquals("| state | " + String.join(" | ", ProcessStates.events().keySet()) + " |", documentedRow("state"));
    }

    @Test
    void keepsTheCardsPresenceOverASessionThatFailed() {
        ProcessStates once = ProcessStates.at("PRESENT");
        ProcessStates again = ProcessStates.at("PAUSING");
        again.go("PRESENT");

        assertEquals(once.delivered(), again.delivered());
    }

    private static String documentedRow(String first) throws IOException {
        return section()
                .lines()
                .filter(line -> line.startsWith("| " + first + " |"))
                .findFirst()
                .orElse("no row for " + first);
    }

    /** What the document says about the terminal. */
    private static String section() throws IOException {
        String document = Files.readString(DOCUMENT);
        int start = document.indexOf("## The terminal");
        int end = document.indexOf("\n## ", start);
        return document.substring(start, end < 0 ? document.length() : end);
    }
}
