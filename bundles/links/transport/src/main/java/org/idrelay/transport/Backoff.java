package org.idrelay.transport;

import java.util.concurrent.ThreadLocalRandom;

/** Pauses between attempts: longer from stage to stage, each with up to a quarter on top so that peers do not come in step. */
final class Backoff {

    private static final int[] STAGES_MILLIS = {100, 200, 500, 1000, 2000, 5000, 15_000};

    private int stage;

    /** The pause before the next attempt. */
    int nextMillis() {
        int pause = jittered(STAGES_MILLIS[stage]);
        stage = Math.min(stage + 1, STAGES_MILLIS.length - 1);
        return pause;
    }

    /** The pause for what will not mend itself soon. */
    int longestMillis() {
        stage = STAGES_MILLIS.length - 1;
        return nextMillis();
    }

    /** An attempt went well. */
    void reset() {
        stage = 0;
    }

    private static int jittered(int millis) {
        return millis + ThreadLocalRandom.current().nextInt(millis / 4 + 1);
    }
}
