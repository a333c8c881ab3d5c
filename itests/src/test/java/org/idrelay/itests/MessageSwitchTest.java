package org.idrelay.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.idrelay.wire.MessageType;
import org.junit.Test;

/** A message that is added stops the compiler wherever a switch has to know it. */
public class MessageSwitchTest {

    private static final Pattern SWITCH = Pattern.compile("\\bswitch \\([^{]*\\{");
    private static final Pattern OF_MESSAGES = Pattern.compile(Arrays.stream(MessageType.values())
            .map(Enum::name)
            .collect(Collectors.joining("|", "\\bcase (?:[A-Z_, ]+, )?(", ")\\b[\\sA-Z_,]*->")));

    @Test
    public void noSwitchOverMessagesHasADefault() throws IOException {
        int switches = 0;
        List<Path> silent = new ArrayList<>();
        for (Path file : Tree.files("java")) {
            if (file.toString().contains("/src/main/")) {
                for (String body : switchesOverMessages(Files.readString(file))) {
                    switches++;
                    if (hasDefault(body)) {
                        silent.add(Tree.ROOT.relativize(file));
                    }
                }
            }
        }
        assertEquals(List.of(), silent);
        assertTrue("only " + switches, switches >= 5);
    }

    @Test
    public void seesTheDefault() {
        List<String> bodies = switchesOverMessages("""
                switch (type) { case PING, PONG -> 1; default -> { yield 0; } }
                switch (type) { case HELLO -> switch (state) { case OPEN -> 1; default -> 2; }; case PING -> 3; }
                switch (state) { case OPEN -> 1; default -> 2; }
                """);
        assertEquals(2, bodies.size());
        assertTrue(hasDefault(bodies.get(0)));
        assertFalse(hasDefault(bodies.get(1)));
    }

    private static List<String> switchesOverMessages(String source) {
        return SWITCH.matcher(source)
                .results()
                .map(MatchResult::end)
                .map(start -> outermost(source, start))
                .filter(body -> OF_MESSAGES.matcher(body).find())
                .toList();
    }

    private static boolean hasDefault(String body) {
        return body.contains("default ->");
    }

    /** From after an opening brace to its end, without what stands in braces of its own. */
    private static String outermost(String source, int start) {
        StringBuilder body = new StringBuilder();
        int depth = 1;
        for (int at = start; depth > 0; at++) {
            char sign = source.charAt(at);
            depth += sign == '{' ? 1 : sign == '}' ? -1 : 0;
            if (depth == 1 && sign != '}') {
                body.append(sign);
            }
        }
        return body.toString();
    }
}
