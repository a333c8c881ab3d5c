package org.idrelay.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.servlet.ServletRequest;
import javax.servlet.http.HttpServletResponse;

/** JSON in and out. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MAX_BODY_BYTES = 16 * 1024;

    private Json() {}

    /** One line. Content is made of maps, lists, strings, numbers and records of these. */
    static String text(Object content) {
        try {
            return MAPPER.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "not for JSON: " + content.getClass().getName(), e);
        }
    }

    static void send(HttpServletResponse response, int status, Object content) throws IOException {
        byte[] bytes = text(content).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** A request's body, which must be an object; a form of another site cannot send that type. */
    static JsonNode body(ServletRequest request) throws IOException, Refusal {
        String type = request.getContentType();
        if (type == null || !type.startsWith("application/json")) {
            throw new Refusal(Reason.REQUEST_MALFORMED);
        }
        byte[] bytes = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new Refusal(Reason.REQUEST_MALFORMED);
        }
        try {
            JsonNode body = MAPPER.readTree(bytes);
            if (body == null || !body.isObject()) {
                throw new Refusal(Reason.REQUEST_MALFORMED);
            }
            return body;
        } catch (JsonProcessingException e) {
            throw new Refusal(Reason.REQUEST_MALFORMED);
        }
    }
}
