package org.idrelay.operations.audit;

/**
 * What a check of the trail found.
 *
 * @param lines how many lines are good, from the first on
 * @param head the chain's value at the last good line: whoever keeps it elsewhere notices a trail that was exchanged whole
 * @param fault where and how the chain breaks, for people; empty if it holds
 */
public record AuditCheck(long lines, String head, String fault) {

    public boolean isGood() {
        return fault.isEmpty();
    }
}
