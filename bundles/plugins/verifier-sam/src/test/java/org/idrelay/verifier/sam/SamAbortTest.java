package org.idrelay.verifier.sam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.Card;
import org.idrelay.api.verifier.CardException;
import org.idrelay.api.verifier.Verifier;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SyntheticPeople;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session that ends in the middle of the read, at every card command: the same line serves the next one. */
@Timeout(120)
class SamAbortTest {

    private static final int MILLIS = 2000;

    /** What the card is asked for in a read of text and photo; the first command of the script is held. */
    private static final int COMMANDS = 22;

    @Test
    void isReleasedAtEveryCardCommand() throws Exception {
        try (SamBench bench = new SamBench(MILLIS, MILLIS)) {
            Verifier verifier = bench.verifier();
            for (int command = 0; command < COMMANDS; command++) {
                bench.reader.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
                Card card = leavingAfter(command, bench.relay());
                CardException gone = assertThrows(
                        CardException.class, () -> bench.read(verifier, Set.of(Capability.TEXT_PHOTO), card));
                assertEquals(FailureCode.CARD_GONE, gone.code());
                verifier.release();
                bench.reads(verifier);
            }
            assertEquals(1, bench.offers.get());
        }
    }

    private static Card leavingAfter(int commands, Card card) {
        AtomicInteger left = new AtomicInteger(commands);
        return asked -> {
            if (left.getAndDecrement() == 0) {
                throw new CardException(FailureCode.CARD_GONE, "the session ended");
            }
            return card.exchange(asked);
        };
    }
}
