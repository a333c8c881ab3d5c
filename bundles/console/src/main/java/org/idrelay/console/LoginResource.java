package org.idrelay.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logging in and out. */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(ConsoleContext.SELECT)
@HttpWhiteboardServletName("LoginResource")
@HttpWhiteboardServletPattern({LoginResource.LOGIN, LoginResource.LOGOUT})
public final class LoginResource extends Resource {

    static final String LOGIN = "/api/v1/login";
    static final String LOGOUT = "/api/v1/logout";

    private static final Logger log = LoggerFactory.getLogger(LoginResource.class);

    /** The throttle remembers names. */
    private static final int MAX_NAME_LENGTH = 128;

    private final Settings settings;
    private final Sessions sessions;
    private final LoginThrottle throttle;
    private final Realm realm;
    private final Events events;
    private final LongSupplier clock;

    @Activate
    public LoginResource(
            @Reference Settings settings,
            @Reference Sessions sessions,
            @Reference LoginThrottle throttle,
            @Reference Realm realm,
            @Reference Events events) {
        this(settings, sessions, throttle, realm, events, Guard::nowMillis);
    }

    LoginResource(
            Settings settings,
            Sessions sessions,
            LoginThrottle throttle,
            Realm realm,
            Events events,
            LongSupplier clock) {
        this.settings = settings;
        this.sessions = sessions;
        this.throttle = throttle;
        this.realm = realm;
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
        String user = Call.text(body, "user");
        String password = Call.text(body, "password");
        if (user.length() > MAX_NAME_LENGTH) {
            throw new Refusal(Reason.REQUEST_MALFORMED);
        }
        long now = clock.getAsLong();
        if (!throttle.admits(address, user, now)) {
            throw new Refusal(Reason.LOGIN_PAUSED);
        }
        Optional<Set<Role>> roles = realm.roles(user, password).filter(known -> !known.isEmpty());
        if (roles.isEmpty()) {
            log.warn("a login from {} was refused", address);
            throw new Refusal(Reason.LOGIN_REFUSED);
        }
        throttle.succeeded(address, user);
        return sessions.begin(new User(user, roles.get(), settings.readersOf(user)), now);
    }

    private static void setCookie(HttpServletRequest request, HttpServletResponse response, String value, String more) {
        response.setHeader(
                "Set-Cookie",
                Guard.COOKIE + "=" + value + "; Path=/; HttpOnly; SameSite=Strict"
                        + (request.isSecure() ? "; Secure" : "") + more);
    }
}
