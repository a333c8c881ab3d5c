package org.idrelay.verifier.host;

import org.idrelay.link.AllowList;
import org.idrelay.link.FrequencyLimit.Rate;

/**
 * Whom a verifier host serves.
 *
 * @param servers the servers that are let in
 * @param cardReads how often each card may be read
 */
public record HostAdmission(AllowList servers, Rate cardReads) {

    /** Every server is let in, every card is read as often as it comes. */
    public static final HostAdmission OPEN = new HostAdmission(AllowList.ANYBODY, Rate.NONE);
}
