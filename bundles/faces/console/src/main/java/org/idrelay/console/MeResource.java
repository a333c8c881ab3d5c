package org.idrelay.console;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.servlet.Servlet;
import org.idrelay.console.Sessions.Session;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Who is logged in, and the token that changes need. */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(ConsoleContext.SELECT)
@HttpWhiteboardServletName("MeResource")
@HttpWhiteboardServletPattern(MeResource.PATH)
public final class MeResource extends Resource {

    static final String PATH = "/api/v1/me";

    @Override
    Object get(Call call) throws Refusal {
        return values(call.session());
    }

    static Map<String, Object> values(Session session) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("user", session.user().name());
        values.put(
                "roles", session.user().roles().stream().map(UserRole::jsonName).toList());
        values.put("clerkReaders", session.user().clerkReaders());
        values.put("token", session.token());
        return values;
    }
}
