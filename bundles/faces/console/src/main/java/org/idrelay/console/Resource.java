package org.idrelay.console;

import java.io.IOException;
import javax.servlet.Servlet;
import javax.servlet.ServletConfig;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A group of REST resources: says what it answers to GET and POST, or throws the {@link Refusal}; the rest is done here.
 * Called on many threads at once.
 *
 * <p>A new group is one component of its own: {@code @Component(service = Servlet.class)} with {@code
 * HttpWhiteboardContextSelect(ConsoleContext.SELECT)}, a {@code HttpWhiteboardServletName} of its own, {@code
 * HttpWhiteboardServletPattern(PATH)}, and its section of {@code openapi.json}.
 */
abstract class Resource implements Servlet {

    private static final Logger log = LoggerFactory.getLogger(Resource.class);

    private @Nullable ServletConfig config;

    /** The answer, for JSON. */
    Object get(Call call) throws Refusal, IOException {
        throw new Refusal(Reason.METHOD_UNKNOWN);
    }

    /** Changes something; the session's token was checked. */
    Object post(Call call) throws Refusal, IOException {
        throw new Refusal(Reason.METHOD_UNKNOWN);
    }

    @Override
    public final void service(ServletRequest request, ServletResponse response) throws IOException {
        HttpServletResponse answer = (HttpServletResponse) response;
        Call call = new Call((HttpServletRequest) request);
        try {
            if (request.getAttribute(Guard.PASSED) == null) {
                throw new Refusal(Reason.STARTING);
            }
            serve(call, answer);
        } catch (Refusal e) {
            Json.send(answer, e.status(), e.values());
        } catch (RuntimeException e) {
            // its message may hold anything
            log.error("{} failed: {}", getClass().getSimpleName(), e.getClass().getName());
            log.debug("failed at {}", (Object) e.getStackTrace());
            Json.send(answer, Reason.UNEXPECTED.status(), new Refusal(Reason.UNEXPECTED).values());
        }
    }

    /** For resources that answer with something else than JSON. */
    void serve(Call call, HttpServletResponse response) throws Refusal, IOException {
        Object answer =
                switch (call.request().getMethod()) {
                    case "GET" -> get(call);
                    case "POST" -> post(call);
                    default -> throw new Refusal(Reason.METHOD_UNKNOWN);
                };
        Json.send(response, HttpServletResponse.SC_OK, answer);
    }

    @Override
    public final void init(ServletConfig given) {
        config = given;
    }

    @Override
    public final @Nullable ServletConfig getServletConfig() {
        return config;
    }

    @Override
    public final String getServletInfo() {
        return getClass().getSimpleName();
    }

    @Override
    public final void destroy() {
        config = null;
    }
}
