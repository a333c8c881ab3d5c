package org.idrelay.forwarding;

import java.util.Map;
import org.idrelay.api.settings.Settings;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of a file in {@code etc/} whose name is the one from before this bundle's was changed: no sink takes it. */
@Component(configurationPid = FormerFile.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class FormerFile {

    static final String PID = "org.idrelay.endpoint";

    private static final Logger LOG = LoggerFactory.getLogger(FormerFile.class);

    @Activate
    public FormerFile(Map<String, Object> properties) {
        String file = Settings.of(properties, PID).file();
        LOG.warn(
                "{} is not used any more, and what waits in its outbox stays there: rename it to {}",
                file,
                file.replace(PID, ForwardingSink.PID));
    }
}
