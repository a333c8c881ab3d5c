package org.idrelay.console;

import java.io.IOException;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Server-sent events. The stream stays open; it is no use of the session, so an idle user is logged out all the same. */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(ConsoleContext.SELECT)
@HttpWhiteboardServletName("EventsResource")
@HttpWhiteboardServletPattern(EventsResource.PATH)
@HttpWhiteboardServletAsyncSupported
public final class EventsResource extends Resource {

    static final String PATH = "/api/v1/events";

    private static final String RECONNECT_AFTER = "retry: 2000\n\n";

    private final Events events;
    private final Display display;

    @Activate
    public EventsResource(@Reference Events events, @Reference Display display) {
        this.events = events;
        this.display = display;
    }

    @Override
    void serve(Call call, HttpServletResponse response) throws Refusal, IOException {
        if (!call.request().getMethod().equals("GET")) {
            throw new Refusal(Reason.METHOD_UNKNOWN);
        }
        Sessions.Session session = call.session();
        response.setContentType("text/event-stream; charset=utf-8");
        EventStream stream = EventStream.start(session, call.request().startAsync());
        stream.send(RECONNECT_AFTER);
        events.add(stream);
        display.greet(stream);
    }
}
