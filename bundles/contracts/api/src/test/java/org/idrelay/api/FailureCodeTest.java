package org.idrelay.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FailureCodeTest {

    @Test
    void isTheDocumentsTable() throws IOException {
        String rows = Files.readAllLines(Path.of("../../../docs/failure-codes.md")).stream()
                .filter(line -> line.matches("\\| [0-9]+ \\|.*"))
                .collect(Collectors.joining("\n"));
        assertEquals(
                Arrays.stream(FailureCode.values()).map(FailureCodeTest::row).collect(Collectors.joining("\n")), rows);
    }

    @Test
    void numbersEachCodeOnceAndByItsParty() {
        List<Integer> numbers =
                Arrays.stream(FailureCode.values()).map(FailureCode::number).toList();
        assertEquals(numbers.stream().distinct().sorted().toList(), numbers);
        for (FailureCode code : FailureCode.values()) {
            List<Party> hundreds =
                    List.of(Party.READER, Party.CARD, Party.TERMINAL, Party.LINK, Party.SERVER, Party.VERIFIER);
            assertEquals(hundreds.get(code.number() / 100 - 1), code.party(), code.name());
            assertTrue(code.cause().endsWith(".") && code.remedy().endsWith("."), code.name());
        }
    }

    @Test
    void isFoundByItsNumber() {
        assertEquals(Optional.of(FailureCode.CARD_GONE), FailureCode.ofNumber(201));
        assertEquals(Optional.empty(), FailureCode.ofNumber(0));
        assertEquals(Optional.empty(), FailureCode.ofNumber(65535));
    }

    private static String row(FailureCode code) {
        return "| %d | %s | %s | %s | %s |"
                .formatted(code.number(), code, code.cause(), code.remedy(), code.mayRetry() ? "yes" : "no");
    }
}
