package org.idrelay.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {

    private final ConsoleServer server = new ConsoleServer();

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void nobodySeesAnythingWithoutASession() throws Exception {
        HttpResponse<String> answer = new Browser(server).get(MeResource.PATH);
        assertEquals(401, answer.statusCode());
        assertEquals("NOT_LOGGED_IN", Browser.code(answer));
    }

    @Test
    void aPageSendsWhoIsNotLoggedInToTheLogin() throws Exception {
        HttpResponse<String> answer = new Browser(server).get("/");
        assertEquals(303, answer.statusCode());
        assertEquals("/login", answer.headers().firstValue("Location").orElseThrow());
        assertEquals(200, new Browser(server).get("/login").statusCode());
    }

    @Test
    void theCookieIsForThisSiteAndNoScript() throws Exception {
        String cookie = new Browser(server)
                .tryLogIn("clerk", "pw-clerk")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
        assertTrue(cookie.matches("idrelay-session=[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Strict"), "its attributes");
    }

    @Test
    void whoLogsInIsKnownWithRolesAndReaders() throws Exception {
        HttpResponse<String> answer = server.as("clerk").get(MeResource.PATH);
        assertEquals("clerk", Browser.json(answer).path("user").textValue());
        assertEquals("[\"clerk\"]", Browser.json(answer).path("roles").toString());
        assertEquals("[\"reader-1\"]", Browser.json(answer).path("clerkReaders").toString());
    }

    @Test
    void aWrongPasswordAndAUserWithoutRoleAreRefusedAlike() throws Exception {
        HttpResponse<String> wrong = new Browser(server).tryLogIn("clerk", "wrong");
        HttpResponse<String> roleless = new Browser(server).tryLogIn("nobody", "pw-nobody");
        assertEquals(401, wrong.statusCode());
        assertEquals("LOGIN_REFUSED", Browser.code(wrong));
        assertEquals(wrong.body(), roleless.body());
        assertFalse(wrong.headers().firstValue("Set-Cookie").isPresent());
    }

    @Test
    void afterTooManyFailuresEvenTheRightPasswordWaits() throws Exception {
        for (int i = 0; i < 5; i++) {
            new Browser(server).tryLogIn("clerk", "wrong");
        }
        assertEquals(429, new Browser(server).tryLogIn("clerk", "pw-clerk").statusCode());
        server.clock.addAndGet(Duration.ofSeconds(60).toMillis());
        assertEquals(200, new Browser(server).tryLogIn("clerk", "pw-clerk").statusCode());
    }

    @Test
    void logoutEndsTheSession() throws Exception {
        Browser browser = server.as("clerk");
        assertEquals(200, browser.post(LoginResource.LOGOUT).statusCode());
        assertEquals(401, browser.get(MeResource.PATH).statusCode());
    }

    @Test
    void anIdleSessionIsOver() throws Exception {
        Browser browser = server.as("clerk");
        server.clock.addAndGet(Duration.ofMinutes(29).toMillis());
        assertEquals(200, browser.get(MeResource.PATH).statusCode());
        server.clock.addAndGet(Duration.ofMinutes(30).toMillis());
        assertEquals(401, browser.get(MeResource.PATH).statusCode());
    }

    @Test
    void aChangeNeedsTheSessionsToken() throws Exception {
        Browser browser = server.as("clerk");
        HttpRequest without = browser.request(LoginResource.LOGOUT)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertEquals("TOKEN_WRONG", Browser.code(server.send(without)));
        HttpRequest ofAnother = browser.request(LoginResource.LOGOUT)
                .header(Guard.TOKEN_HEADER, "0".repeat(64))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertEquals(403, server.send(ofAnother).statusCode());
        assertEquals(200, browser.get(MeResource.PATH).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site"})
    void aChangeThatAnotherSiteSendsIsRefused(String header) throws Exception {
        HttpRequest login = HttpRequest.newBuilder(server.uri(LoginResource.LOGIN))
                .header("Content-Type", "application/json")
                .header(header.split(": ", 2)[0], header.split(": ", 2)[1])
                .POST(HttpRequest.BodyPublishers.ofString("{\"user\": \"clerk\", \"password\": \"pw-clerk\"}"))
                .build();
        assertEquals("ORIGIN_WRONG", Browser.code(server.send(login)));
    }

    @Test
    void aFormCannotLogIn() throws Exception {
        HttpRequest login = HttpRequest.newBuilder(server.uri(LoginResource.LOGIN))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("user=clerk&password=pw-clerk"))
                .build();
        assertEquals(400, server.send(login).statusCode());
    }

    @Test
    void aNameOfAnyLengthIsNotRemembered() throws Exception {
        HttpResponse<String> answer = new Browser(server).tryLogIn("x".repeat(129), "pw");
        assertEquals("REQUEST_MALFORMED", Browser.code(answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"user\": 1, \"password\": \"x\"}"})
    void aMalformedLoginIsRefused(String body) throws Exception {
        HttpRequest login = HttpRequest.newBuilder(server.uri(LoginResource.LOGIN))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertEquals("REQUEST_MALFORMED", Browser.code(server.send(login)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/login", "/assets/none.js", MeResource.PATH, "/nothing"})
    void everyAnswerIsStrict(String path) throws Exception {
        HttpResponse<String> answer = new Browser(server).get(path);
        assertTrue(answer.headers()
                .firstValue("Content-Security-Policy")
                .orElse("")
                .startsWith("default-src 'none';"));
        assertEquals(
                "nosniff", answer.headers().firstValue("X-Content-Type-Options").orElse(""));
        assertEquals(
                "no-referrer", answer.headers().firstValue("Referrer-Policy").orElse(""));
        assertEquals(
                "same-origin",
                answer.headers().firstValue("Cross-Origin-Opener-Policy").orElse(""));
        assertEquals(
                "same-origin",
                answer.headers().firstValue("Cross-Origin-Resource-Policy").orElse(""));
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
    }
}
