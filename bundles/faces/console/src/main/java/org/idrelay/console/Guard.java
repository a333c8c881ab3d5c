package org.idrelay.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.idrelay.console.Sessions.Session;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardFilterAsyncSupported;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardFilterPattern;

/**
 * Stands before every servlet of the console: lets nothing in unencrypted but from this machine, nobody without a session
 * but to the login, no change without the session's token. Sets the headers that make browsers strict.
 */
@Component(service = Filter.class)
@HttpWhiteboardContextSelect(ConsoleContext.SELECT)
@HttpWhiteboardFilterPattern("/*")
@HttpWhiteboardFilterAsyncSupported
public final class Guard implements Filter {

    /** The request's attribute that holds the {@link Session}. */
    static final String SESSION = "org.idrelay.console.session";

    /** The request's attribute that says that it came through here. */
    static final String PASSED = "org.idrelay.console.passed";

    static final String COOKIE = "idrelay-session";
    static final String TOKEN_HEADER = "X-CSRF-Token";

    /** Where nobody needs a session: what stands there tells no secrets, or asks for a password itself. */
    private static final List<String> OPEN = List.of("/login", "/api/v1/login", "/assets/", "/health/", "/metrics");

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
                    + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private final Sessions sessions;
    private final LongSupplier clock;

    @Activate
    public Guard(@Reference Sessions sessions) {
        this(sessions, Guard::nowMillis);
    }

    Guard(Sessions sessions, LongSupplier clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /** The console's clock; it is never set back. */
    static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public void doFilter(ServletRequest any, ServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) any;
        HttpServletResponse response = (HttpServletResponse) answer;
        makeStrict(response);
        Optional<Session> session = session(request);
        try {
            check(request, session);
        } catch (Refusal e) {
            refuse(request, response, e);
            return;
        }
        request.setAttribute(PASSED, true);
        session.ifPresent(open -> request.setAttribute(SESSION, open));
        chain.doFilter(request, response);
    }

    private static void check(HttpServletRequest request, Optional<Session> session) throws Refusal {
        if (!request.isSecure() && !isLoopback(request.getRemoteAddr())) {
            throw new Refusal(Reason.NOT_ENCRYPTED);
        }
        boolean changes =
                !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
        if (changes && isOfAnotherSite(request)) {
            throw new Refusal(Reason.ORIGIN_WRONG);
        }
        if (isOpen(request.getRequestURI())) {
            return;
        }
        if (session.isEmpty()) {
            throw new Refusal(Reason.NOT_LOGGED_IN);
        }
        if (changes && !same(session.get().token(), request.getHeader(TOKEN_HEADER))) {
            throw new Refusal(Reason.TOKEN_WRONG);
        }
    }

    private Optional<Session> session(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        for (Cookie cookie : cookies == null ? new Cookie[0] : cookies) {
            if (cookie.getName().equals(COOKIE)) {
                return sessions.use(cookie.getValue(), clock.getAsLong());
            }
        }
        return Optional.empty();
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal)
            throws IOException {
        boolean page = !request.getRequestURI().startsWith("/api/");
        if (page && refusal.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", "/login");
        } else {
            Json.send(response, refusal.status(), refusal.values());
        }
    }

    private static boolean isOpen(String path) {
        return OPEN.stream().anyMatch(open -> open.endsWith("/") ? path.startsWith(open) : path.equals(open))
                && !path.contains("..")
                && !path.contains(";")
                && !path.contains("%");
    }

    /** What browsers say of themselves; whoever is no browser need not. */
    private static boolean isOfAnotherSite(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        return (site != null && !site.equals("same-origin") && !site.equals("none"))
                || (origin != null && !origin.endsWith("//" + request.getHeader("Host")));
    }

    private static boolean isLoopback(@Nullable String address) {
        try {
            // an address in digits: nobody is asked; without one it would be taken for loopback
            return address != null
                    && !address.isEmpty()
                    && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean same(String token, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static void makeStrict(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cache-Control", "no-store");
    }

    @Override
    public void init(FilterConfig config) {}

    @Override
    public void destroy() {}
}
