package org.idrelay.console;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.http.context.ServletContextHelper;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContext;

/** The context of all of the console's servlets: whatever is in it stands behind the {@link Guard}. */
@Component(service = ServletContextHelper.class)
@HttpWhiteboardContext(name = ConsoleContext.NAME, path = "/")
public final class ConsoleContext extends ServletContextHelper {

    static final String NAME = "idrelay-console";

    /** How a servlet says that it belongs here. */
    static final String SELECT = "(osgi.http.whiteboard.context.name=" + NAME + ")";
}
