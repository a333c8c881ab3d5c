package org.idrelay.verifier.sam;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.CardException;
import org.idrelay.api.verifier.Verifier;
import org.idrelay.api.verifier.VerifierException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of each state that a SAM may answer with (reference §1.4). */
@Timeout(60)
class SamStateTest {

    private static final int MILLIS = 2000;

    private final BlockingQueue<Verifier> offered = new LinkedBlockingQueue<>();
    private final List<SamAdapter> adapters = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "31, CARD_NOT_AUTHENTICATED",
        "32, CARD_NOT_AUTHENTICATED",
        "33, CARD_REFUSED",
        "40, CARD_UNSUPPORTED",
        "41, CARD_REFUSED",
        "47, CARD_REFUSED"
    })
    void blamesTheCardForWhatTheCardDid(String state, FailureCode code) throws Exception {
        try (ScriptedSam sam = new ScriptedSam(0x90, Integer.parseInt(state, 16))) {
            Verifier verifier = verifier(sam);
            CardException refused = assertThrows(CardException.class, () -> read(verifier));
            assertEquals(code, refused.code());
            assertEquals("SAM state " + state, refused.getMessage());
            verifier.release();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "11", "21", "23", "24", "60", "66", "80", "81", "91", "3F"})
    void blamesTheVerifierForEverythingElse(String state) throws Exception {
        try (ScriptedSam sam = new ScriptedSam(0x90, Integer.parseInt(state, 16))) {
            Verifier verifier = verifier(sam);
            for (VerifierException refused : List.of(
                    assertThrows(VerifierException.class, verifier::find),
                    assertThrows(VerifierException.class, verifier::select),
                    assertThrows(VerifierException.class, () -> read(verifier)))) {
                assertEquals(FailureCode.VERIFIER_REFUSED, refused.code());
                assertEquals("SAM state " + state, refused.getMessage());
            }
            verifier.release();
        }
    }

    @Test
    void offersNoSamThatFailsItsSelfTest() throws Exception {
        try (ScriptedSam sam = new ScriptedSam(0x60, 0x60)) {
            dial(sam);
            await().atMost(SamBench.PATIENCE).until(() -> sam.selfTests.get() >= 3);
            assertTrue(offered.isEmpty());
        }
    }

    @AfterEach
    void stop() {
        adapters.forEach(SamAdapter::close);
    }

    private Verifier verifier(ScriptedSam sam) throws InterruptedException {
        dial(sam);
        return offered.take();
    }

    private void dial(ScriptedSam sam) {
        SamSettings settings = SamBench.settings(sam.hostPort(), sam.rfPort(), MILLIS, MILLIS);
        adapters.add(new SamAdapter(settings, verifier -> {
            offered.add(verifier);
            return () -> {};
        }));
    }

    private static void read(Verifier verifier) throws Exception {
        verifier.read(Set.of(Capability.TEXT_PHOTO), List.of(), commands -> List.of());
    }
}
