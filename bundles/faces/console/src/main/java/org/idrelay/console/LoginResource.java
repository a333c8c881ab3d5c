package org.idrelay.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.idrelay.console.Sessions.Session;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Logging in and out. */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(ConsoleContext.SELECT)
@HttpWhiteboardServletName("LoginResource")
@HttpWhiteboardServletPattern({LoginResource.LOGIN, LoginResource.LOGOUT})
public final class LoginResource extends Resource {

    static final String LOGIN = "/api/v1/login";
    static final String LOGOUT = "/api/v1/logout";

    private final Sessions sessions;
    private final Authentication authentication;
    private final Events events;
    private final LongSupplier clock;

    @Activate
    public LoginResource(
            @Reference Sessions sessions, @Reference Authentication authentication, @Reference Events events) {
        this(sessions, authentication, events, Guard::nowMillis);
    }

    LoginResource(Sessions sessions, Authentication authentication, Events events, LongSupplier clock) {
        this.sessions = sessions;
        this.authentication = authentication;
        this.events = events;
        this.clock = clock;
    }

    @Override
    void serve(Call call, HttpServletResponse response) throws Refusal, IOException {
        HttpServletRequest request = call.request();
        if (!request.getMethod().equals("POST")) {
            throw new Refusal(Reason.METHOD_UNKNOWN);
        }
        if (request.getRequestURI().equals(LOGOUT)) {
            sessions.end(call.session().id());
            events.endClosedSessions();
            setCookie(request, response, "", "; Max-Age=0");
            Json.send(response, HttpServletResponse.SC_OK, Map.of());
        } else {
            Session session = logIn(request.getRemoteAddr(), call.body());
            setCookie(request, response, session.id(), "");
            Json.send(response, HttpServletResponse.SC_OK, MeResource.values(session));
        }
    }

    private Session logIn(String address, JsonNode body) throws Refusal {
        User user = authentication.user(address, Call.text(body, "user"), Call.text(body, "password"));
        return sessions.begin(user, clock.getAsLong());
    }

    private static void setCookie(HttpServletRequest request, HttpServletResponse response, String value, String more) {
        response.setHeader(
                "Set-Cookie",
                Guard.COOKIE + "=" + value + "; Path=/; HttpOnly; SameSite=Strict"
                        + (request.isSecure() ? "; Secure" : "") + more);
    }
}
