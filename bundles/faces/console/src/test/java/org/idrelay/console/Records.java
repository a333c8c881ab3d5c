package org.idrelay.console;

import java.util.UUID;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.card.MalformedException;
import org.idrelay.card.RecordLayout;
import org.idrelay.simulator.SyntheticPeople;
import org.idrelay.simulator.SyntheticPerson;

/** Records of people who do not exist. */
final class Records {

    private Records() {}

    static IdentityRecord of(SyntheticPerson person) {
        try {
            return RecordLayout.parse(person.hostFrames());
        } catch (MalformedException | RecordLayout.UnsupportedDocumentException e) {
            throw new AssertionError(e);
        }
    }

    static IdentityRecord first() {
        return of(SyntheticPeople.all().get(0));
    }

    static CardPresence presence(String reader) {
        return new CardPresence(UUID.randomUUID(), "t-01", reader);
    }
}
