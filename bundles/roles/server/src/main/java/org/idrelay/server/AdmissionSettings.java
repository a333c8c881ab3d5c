package org.idrelay.server;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.idrelay.api.FailureCode;
import org.idrelay.link.AllowList;
import org.idrelay.link.FrequencyLimit.Rate;
import org.idrelay.operations.ServerOperations.Kind;

/**
 * What {@code etc/org.idrelay.server.admission.cfg} says.
 *
 * @param allowTerminals the terminals that are let in
 * @param allowHosts the verifier hosts that are let in
 * @param terminalReads how often each terminal may begin a read
 * @param frozenTerminals terminals that are shut out until an operator unfreezes them
 * @param frozenHosts verifier hosts that are shut out likewise
 */
public record AdmissionSettings(
        AllowList allowTerminals,
        AllowList allowHosts,
        Rate terminalReads,
        Set<String> frozenTerminals,
        Set<String> frozenHosts) {

    /** The PID of that file. */
    static final String PID = "org.idrelay.server.admission";

    /** Everybody is let in, as often as they like. */
    public static final AdmissionSettings OPEN =
            new AdmissionSettings(AllowList.ANYBODY, AllowList.ANYBODY, Rate.NONE, Set.of(), Set.of());

    public AdmissionSettings {
        frozenTerminals = Set.copyOf(frozenTerminals);
        frozenHosts = Set.copyOf(frozenHosts);
    }

    /** Why a peer of that identity is shut out; empty if it is let in. */
    Optional<FailureCode> refusal(Kind kind, String identity) {
        if (frozen(kind).contains(identity)) {
            return Optional.of(FailureCode.IDENTITY_FROZEN);
        }
        return allowed(kind).allows(identity) ? Optional.empty() : Optional.of(FailureCode.IDENTITY_REFUSED);
    }

    AllowList allowed(Kind kind) {
        return switch (kind) {
            case TERMINAL -> allowTerminals;
            case HOST -> allowHosts;
        };
    }

    Set<String> frozen(Kind kind) {
        return switch (kind) {
            case TERMINAL -> frozenTerminals;
            case HOST -> frozenHosts;
        };
    }

    AdmissionSettings freezing(Kind kind, String identity) {
        Set<String> more = new TreeSet<>(frozen(kind));
        more.add(identity);
        return withFrozen(kind, more);
    }

    AdmissionSettings unfreezing(Kind kind, String identity) {
        Set<String> fewer = new TreeSet<>(frozen(kind));
        fewer.remove(identity);
        return withFrozen(kind, fewer);
    }

    AdmissionSettings withFrozen(Kind kind, Set<String> identities) {
        return switch (kind) {
            case TERMINAL -> new AdmissionSettings(allowTerminals, allowHosts, terminalReads, identities, frozenHosts);
            case HOST -> new AdmissionSettings(allowTerminals, allowHosts, terminalReads, frozenTerminals, identities);
        };
    }
}
