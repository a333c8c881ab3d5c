package org.idrelay.forwarding;

import java.util.UUID;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.card.RecordLayout;
import org.idrelay.simulator.SyntheticPeople;
import org.idrelay.simulator.SyntheticPerson;

/** Records of people who do not exist, and presences of their cards. */
final class Records {

    private Records() {}

    static IdentityRecord of(SyntheticPerson person) {
        try {
            return RecordLayout.parse(person.hostFrames());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static IdentityRecord any() {
        return of(SyntheticPeople.all().get(0));
    }

    static CardPresence presence(UUID id) {
        return new CardPresence(id, "t-01", "reader-1");
    }
}
