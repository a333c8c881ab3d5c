package org.idrelay.simulator;

/** What can go wrong with a simulated SAM, until it is mended. */
public enum SamFault {
    /** It says nothing more on either port. */
    STALL,
    /** Whatever it says next, on either port, is garbage. */
    GARBAGE,
    /** Its lines are closed and stay closed. */
    CLOSE
}
