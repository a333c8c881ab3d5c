package org.idrelay.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What a browser does for its user: keeps the cookie, repeats the token. */
final class Browser {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ConsoleServer server;
    private String cookie = "";
    private String token = "";

    Browser(ConsoleServer server) {
        this.server = server;
    }

    Browser logIn(String user, String password) throws IOException, InterruptedException {
        HttpResponse<String> answer = tryLogIn(user, password);
        assertEquals(200, answer.statusCode(), answer.body());
        cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        token = json(answer).path("token").textValue();
        return this;
    }

    HttpResponse<String> tryLogIn(String user, String password) throws IOException, InterruptedException {
        String body = "{\"user\": \"%s\", \"password\": \"%s\"}".formatted(user, password);
        return server.send(HttpRequest.newBuilder(server.uri(LoginResource.LOGIN))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return server.send(request(path).build());
    }

    HttpResponse<String> post(String path) throws IOException, InterruptedException {
        return server.send(request(path)
                .header(Guard.TOKEN_HEADER, token)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    /** A request with the session's cookie, nothing else. */
    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path)).timeout(Duration.ofSeconds(10));
        return cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }

    /** A request as it goes over the line. */
    String lines(String path) {
        return "GET %s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n\r\n".formatted(path, cookie);
    }

    static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    static String code(HttpResponse<String> answer) throws IOException {
        return json(answer).path("code").asText();
    }
}
