package org.idrelay.shell;

import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Forbids port, agent and X11 forwarding in Karaf's SSH server, which has no setting for it: whoever may log in, with
 * whatever role, could reach every port that this container reaches.
 */
@Component(service = SshTunnels.class, immediate = true)
public final class SshTunnels {

    @Activate
    public SshTunnels(@Reference SshServer server) {
        server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    }
}
