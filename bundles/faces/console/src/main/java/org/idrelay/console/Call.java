package org.idrelay.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.servlet.http.HttpServletRequest;
import org.idrelay.console.Sessions.Session;

/**
 * A request to a resource, after the {@link Guard} let it through.
 *
 * @param request as the container has it
 */
record Call(HttpServletRequest request) {

    /** The session; refused where there is none, which only open paths let happen. */
    Session session() throws Refusal {
        if (request.getAttribute(Guard.SESSION) instanceof Session session) {
            return session;
        }
        throw new Refusal(Reason.NOT_LOGGED_IN);
    }

    User user() throws Refusal {
        return session().user();
    }

    /** The user, who must have that role. */
    User user(UserRole role) throws Refusal {
        allow(user().is(role));
        return user();
    }

    /** Refuses unless allowed. */
    static void allow(boolean allowed) throws Refusal {
        if (!allowed) {
            throw new Refusal(Reason.NOT_ALLOWED);
        }
    }

    /** What stands behind the resource's own path: {@code [reader-1, start]} of {@code /api/v1/readers/reader-1/start}. */
    List<String> path() {
        String info = request.getPathInfo();
        return info == null
                ? List.of()
                : Arrays.stream(info.split("/", -1))
                        .filter(part -> !part.isEmpty())
                        .toList();
    }

    /** A parameter of the query. */
    String parameter(String name) throws Refusal {
        String value = request.getParameter(name);
        if (value == null || value.isEmpty()) {
            throw new Refusal(Reason.REQUEST_MALFORMED);
        }
        return value;
    }

    /** A text of the body. */
    static String text(JsonNode body, String name) throws Refusal {
        JsonNode value = body.path(name);
        if (!value.isTextual()) {
            throw new Refusal(Reason.REQUEST_MALFORMED);
        }
        return value.textValue();
    }

    JsonNode body() throws IOException, Refusal {
        return Json.body(request);
    }
}
