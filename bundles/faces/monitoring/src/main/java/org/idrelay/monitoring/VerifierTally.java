package org.idrelay.monitoring;

import java.util.Collection;
import java.util.function.Function;
import org.apache.felix.hc.api.FormattingResultLog;
import org.idrelay.api.verifier.VerifierState;

/**
 * How many verifiers there are, and how many of them can be leased now or when their session ends.
 *
 * @param serving those that are idle or leased
 */
record VerifierTally(int all, int serving) {

    static <T> VerifierTally of(Collection<T> verifiers, Function<T, VerifierState> state) {
        int serving = 0;
        for (T verifier : verifiers) {
            serving += switch (state.apply(verifier)) {
                case IDLE, LEASED -> 1;
                case DRAINING, QUARANTINED, GONE -> 0;
            };
        }
        return new VerifierTally(verifiers.size(), serving);
    }

    void tell(FormattingResultLog log) {
        if (all == 0) {
            log.temporarilyUnavailable("no verifier is here");
        } else if (serving == 0) {
            log.temporarilyUnavailable("none of {} verifiers can be leased", all);
        } else if (serving < all) {
            log.warn("{} of {} verifiers can be leased", serving, all);
        } else {
            log.info("{} of {} verifiers can be leased", serving, all);
        }
    }
}
