package org.idrelay.api.routing;

/**
 * What a policy says of one verifier for one request.
 *
 * @param verifier its name
 * @param chance whether the request can get it
 * @param reason why, in words for operators; a candidate has one too
 */
public record Verdict(String verifier, Chance chance, String reason) {

    /** Whether a request can get a verifier. */
    public enum Chance {
        /** It is a candidate. */
        NOW,
        /** Only its state stands in the way: waiting can help. */
        LATER,
        /** Waiting is in vain. */
        NEVER
    }
}
