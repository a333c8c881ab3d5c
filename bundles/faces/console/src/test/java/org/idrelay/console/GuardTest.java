package org.idrelay.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses that a test cannot come from. */
class GuardTest {

    private final Guard guard = new Guard(new Sessions(Duration.ofMinutes(1), Duration.ofMinutes(1)), () -> 0);
    private final StringWriter body = new StringWriter();
    private final List<Integer> statuses = new ArrayList<>();
    private boolean passed;

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, false, true",
        "127.8.8.8, false, true",
        "0:0:0:0:0:0:0:1, false, true",
        "[0:0:0:0:0:0:0:1], false, true",
        "'', false, false",
        "192.0.2.1, false, false",
        "192.0.2.1, true, true",
        "2001:db8:0:0:0:0:0:1, false, false",
        "2001:db8:0:0:0:0:0:1, true, true"
    })
    void plainHttpIsForThisMachineOnly(String address, boolean encrypted, boolean allowed) throws Exception {
        guard.doFilter(request(address, encrypted, "/login"), response(), (request, response) -> passed = true);
        assertEquals(allowed, passed);
        if (!allowed) {
            assertEquals(List.of(403), statuses);
            assertTrue(body.toString().contains("NOT_ENCRYPTED"));
            assertTrue(body.toString().contains("Use HTTPS"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/login/../api/v1/me",
        "/assets/../",
        "/assets/..;/api/v1/me",
        "/assets/%2e%2e/api/v1/me",
        "/loginx",
        "/api/v1/loginx"
    })
    void whatOnlyLooksOpenIsNot(String path) throws Exception {
        guard.doFilter(request("127.0.0.1", true, path), response(), (request, response) -> passed = true);
        assertFalse(passed);
    }

    private static HttpServletRequest request(String address, boolean encrypted, String path) {
        Map<String, Object> answers =
                Map.of("getRemoteAddr", address, "isSecure", encrypted, "getRequestURI", path, "getMethod", "GET");
        return fake(HttpServletRequest.class, (proxy, method, arguments) -> answers.get(method.getName()));
    }

    private HttpServletResponse response() {
        ServletOutputStream out = new ServletOutputStream() {
            @Override
            public void write(int one) {
                new PrintWriter(body).write(one);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {}
        };
        return fake(HttpServletResponse.class, (proxy, method, arguments) -> {
            if (method.getName().equals("setStatus")) {
                statuses.add((Integer) arguments[0]);
            }
            return method.getName().equals("getOutputStream") ? out : null;
        });
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
