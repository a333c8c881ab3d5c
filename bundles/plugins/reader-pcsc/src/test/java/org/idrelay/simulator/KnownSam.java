package org.idrelay.simulator;

import org.idrelay.api.Bytes;
import org.idrelay.card.CardCommand;

/** A SAM that a simulated card believes. */
public final class KnownSam {

    private KnownSam() {}

    /** The SAM's answer to a card's challenge. */
    public static Bytes answer(Bytes managementFile, Bytes challenge) {
        return CardCommand.externalAuthenticate(
                SimulatedCrypto.samAnswer(SimulatedCrypto.cardKey(managementFile), challenge));
    }
}
