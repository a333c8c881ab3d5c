package org.idrelay.console;

import java.io.IOException;
import java.io.InputStream;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The REST interface's description: OpenAPI 3.1, as it stands in this bundle. */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(ConsoleContext.SELECT)
@HttpWhiteboardServletName("Description")
@HttpWhiteboardServletPattern(Description.PATH)
public final class Description extends Resource {

    static final String PATH = "/api/v1/openapi.json";

    @Override
    void serve(Call call, HttpServletResponse response) throws Refusal, IOException {
        if (!call.request().getMethod().equals("GET")) {
            throw new Refusal(Reason.METHOD_UNKNOWN);
        }
        try (InputStream content = Description.class.getResourceAsStream("/openapi.json")) {
            response.setContentType("application/json");
            content.transferTo(response.getOutputStream());
        }
    }
}
