package org.idrelay.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Pattern;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * The pages and what they are made of, from this bundle: {@code /NAME} is {@code page/NAME.html}, {@code /} is the terminal's
 * page, {@code /assets/FILE} is {@code page/assets/FILE}.
 */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(ConsoleContext.SELECT)
@HttpWhiteboardServletName("Pages")
@HttpWhiteboardServletPattern("/*")
public final class Pages extends Resource {

    private static final String START = "terminal";
    private static final Pattern PAGE = Pattern.compile("/[a-z]*");
    private static final Pattern ASSET = Pattern.compile("/assets/[a-z0-9-]+\\.(css|js|json|svg)");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml");

    @Override
    void serve(Call call, HttpServletResponse response) throws Refusal, IOException {
        String path = call.request().getRequestURI();
        if (!call.request().getMethod().equals("GET")) {
            throw new Refusal(Reason.METHOD_UNKNOWN);
        }
        if (PAGE.matcher(path).matches()) {
            send(response, "/" + (path.equals("/") ? START : path.substring(1)) + ".html");
        } else if (ASSET.matcher(path).matches()) {
            send(response, path);
        } else {
            throw new Refusal(Reason.NOT_FOUND);
        }
    }

    private static void send(HttpServletResponse response, String file) throws Refusal, IOException {
        try (InputStream content = Pages.class.getResourceAsStream("/page" + file)) {
            if (content == null) {
                throw new Refusal(Reason.NOT_FOUND);
            }
            if (file.startsWith("/assets/")) {
                response.setHeader("Cache-Control", "no-cache");
            }
            response.setContentType(TYPES.get(file.substring(file.lastIndexOf('.') + 1)));
            content.transferTo(response.getOutputStream());
        }
    }
}
