package org.idrelay.api.audit;

/**
 * What a check of the trail found.
 *
 * @param lines how many lines are good, from the first on
 * @param fault where and how the chain breaks, for people; empty if it holds
 */
public record AuditCheck(long lines, String fault) {

    public boolean isGood() {
        return fault.isEmpty();
    }
}
