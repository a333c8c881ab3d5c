package org.idrelay.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.idrelay.api.Party;
import org.idrelay.operations.trace.TraceEvent.Action;
import org.idrelay.wire.MessageType;
import org.junit.jupiter.api.Test;

class StepsTest {

    /** The steps of claim 1 that are messages between parties; the others happen within a party or on air. */
    @Test
    void numbersEveryStepThatIsAMessage() {
        Map<Party, TreeSet<Integer>> steps = new EnumMap<>(Party.class);
        for (Party party : Party.values()) {
            steps.put(party, numbers(party).collect(Collectors.toCollection(TreeSet::new)));
        }
        assertEquals(List.of(4, 8, 9, 13, 17, 18, 22, 25, 28), List.copyOf(steps.get(Party.TERMINAL)));
        assertEquals(List.of(5, 7, 10, 14, 16, 19, 23, 25, 26, 27), List.copyOf(steps.get(Party.SERVER)));
        assertEquals(List.of(6, 15, 24, 25), List.copyOf(steps.get(Party.VERIFIER)));
        for (Party party : List.of(Party.READER, Party.CARD, Party.LINK)) {
            assertEquals(List.of(), List.copyOf(steps.get(party)));
        }
    }

    @Test
    void theRecordsWayDependsOnWhetherItCameOrLeft() {
        assertEquals(26, Steps.of(Party.SERVER, Action.RECEIVED, MessageType.IDENTITY));
        assertEquals(27, Steps.of(Party.SERVER, Action.SENT, MessageType.IDENTITY));
        assertEquals(28, Steps.of(Party.TERMINAL, Action.RECEIVED, MessageType.IDENTITY));
        assertEquals(0, Steps.of(Party.TERMINAL, Action.SENT, MessageType.IDENTITY));
        assertEquals(0, Steps.of(Party.VERIFIER, Action.SENT, MessageType.IDENTITY));
    }

    private static Stream<Integer> numbers(Party party) {
        return Arrays.stream(MessageType.values())
                .flatMap(type -> Stream.of(Action.SENT, Action.RECEIVED).map(action -> Steps.of(party, action, type)))
                .filter(step -> step > 0);
    }
}
