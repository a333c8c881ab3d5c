package org.idrelay.transport;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls into a role. One that throws must not end the loop of all, nor get content into the log. */
final class RoleCall {

    private static final Logger log = LoggerFactory.getLogger(RoleCall.class);
    private static final int LOGGED_FRAMES = 8;

    private RoleCall() {}

    /**
     * Whether the call went well. If not it is logged by type and place: the text of what was thrown might quote a card.
     *
     * @param endpoint the role's endpoint, for the log
     */
    @SuppressWarnings("CatchingUnchecked") // errors of one role too
    static boolean succeeds(String endpoint, Runnable call) {
        try {
            call.run();
            return true;
        } catch (Throwable e) {
            log.error("{}: the role failed: {}", endpoint, where(e));
            return false;
        }
    }

    /** The type of what was thrown, and where, without its text. */
    static String where(Throwable thrown) {
        return thrown.getClass().getName()
                + Arrays.stream(thrown.getStackTrace())
                        .limit(LOGGED_FRAMES)
                        .map(place -> " at " + place)
                        .collect(Collectors.joining());
    }
}
