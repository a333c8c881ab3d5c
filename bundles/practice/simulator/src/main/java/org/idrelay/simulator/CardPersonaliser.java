package org.idrelay.simulator;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.idrelay.api.Bytes;
import org.idrelay.card.CardFile;

/** Makes simulated cards from synthetic people: the only place that has both the clear record and the card's key. */
public final class CardPersonaliser {

    private static final Bytes ATQB = Bytes.ofHex("5000000000D103860C008080");

    private CardPersonaliser() {}

    /** A new card. The same person's cards have the same id and management number. */
    public static SimulatedCard issue(SyntheticPerson person) {
        Random random = new Random(person.number().hashCode());
        Bytes management = random(random, CardFile.MANAGEMENT.length());
        Bytes uniqueId = random(random, 8);
        Bytes key = SimulatedCrypto.cardKey(management);
        Map<CardFile, Bytes> clear = new EnumMap<>(CardFile.class);
        clear.put(CardFile.TEXT, person.text());
        clear.put(CardFile.PHOTO, person.photo());
        if (person.fingerprints()) {
            clear.put(CardFile.FINGERPRINT, person.fingerprintData());
        }
        if (!person.additionalAddress().isEmpty()) {
            clear.put(CardFile.ADDITIONAL_ADDRESS, person.additionalAddressData());
        }
        Map<CardFile, Bytes> files = new EnumMap<>(CardFile.class);
        files.put(CardFile.MANAGEMENT, management);
        files.put(CardFile.SECURITY, macs(key, clear));
        clear.forEach((file, content) -> files.put(file, SimulatedCrypto.cipher(key, file, content)));
        return new SimulatedCard(ATQB, uniqueId, key, files);
    }

    private static Bytes macs(Bytes key, Map<CardFile, Bytes> clear) {
        Bytes macs = Bytes.EMPTY;
        for (CardFile file : CardRead.WITH_MAC) {
            macs = macs.plus(SimulatedCrypto.mac(key, clear.getOrDefault(file, Bytes.EMPTY)));
        }
        return macs.plus(Bytes.of(new byte[CardFile.SECURITY.length() - macs.length()]));
    }

    private static Bytes random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }
}
