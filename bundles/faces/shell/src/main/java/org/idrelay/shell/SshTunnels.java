package org.idrelay.shell;

import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Forbids port, agent and X11 forwarding in Karaf's SSH server, which has no setting for it: whoever may log in, with
 * whatever role, could reach every port that this container reaches.
 */
@Component(service = SshTunnels.class, immediate = true)
public final class SshTunnels {

    /** Optional, for Karaf does not declare the service: a bundle that wanted it would never be resolved. */
    @Activate
    public SshTunnels(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    SshServer server) {
        if (server != null) {
            server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        }
    }
}
