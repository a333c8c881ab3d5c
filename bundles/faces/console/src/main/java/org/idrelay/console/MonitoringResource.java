package org.idrelay.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.idrelay.operations.MonitoringOperations;
import org.idrelay.operations.MonitoringOperations.Check;
import org.idrelay.operations.MonitoringOperations.Health;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * For machines that watch: health for load balancers, who have no user; metrics for Prometheus, which logs in with each
 * request (HTTP Basic) as a viewer. The same health for viewers, where the page finds it.
 */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(ConsoleContext.SELECT)
@HttpWhiteboardServletName("MonitoringResource")
@HttpWhiteboardServletPattern({
    MonitoringResource.LIVE,
    MonitoringResource.READY,
    MonitoringResource.METRICS,
    MonitoringResource.HEALTH
})
public final class MonitoringResource extends Resource {

    static final String LIVE = "/health/live";
    static final String READY = "/health/ready";
    static final String METRICS = "/metrics";
    static final String HEALTH = "/api/v1/health";

    private static final String BASIC = "Basic ";

    private final MonitoringOperations monitoring;
    private final Authentication authentication;

    @Activate
    public MonitoringResource(@Reference MonitoringOperations monitoring, @Reference Authentication authentication) {
        this.monitoring = monitoring;
        this.authentication = authentication;
    }

    @Override
    void serve(Call call, HttpServletResponse response) throws Refusal, IOException {
        String method = call.request().getMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            throw new Refusal(Reason.METHOD_UNKNOWN);
        }
        switch (call.request().getServletPath()) {
            case LIVE -> send(response, monitoring.live());
            case READY -> send(response, monitoring.ready());
            case HEALTH -> {
                call.user(UserRole.VIEWER);
                Json.send(response, HttpServletResponse.SC_OK, values(monitoring.ready()));
            }
            default -> {
                admitToMetrics(call, response);
                byte[] text = monitoring.metrics().getBytes(StandardCharsets.UTF_8);
                response.setContentType(MonitoringOperations.METRICS_TYPE);
                response.setContentLength(text.length);
                response.getOutputStream().write(text);
            }
        }
    }

    /** What a load balancer sees is the status. */
    private static void send(HttpServletResponse response, Health health) throws IOException {
        int status = health.ok() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE;
        Json.send(response, status, values(health));
    }

    private void admitToMetrics(Call call, HttpServletResponse response) throws Refusal {
        HttpServletRequest request = call.request();
        if (request.getAttribute(Guard.SESSION) != null) {
            call.user(UserRole.VIEWER);
            return;
        }
        String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"IdRelay\", charset=\"UTF-8\"");
            throw new Refusal(Reason.NOT_LOGGED_IN);
        }
        String[] parts = decoded(header.substring(BASIC.length())).split(":", 2);
        if (parts.length != 2) {
            throw new Refusal(Reason.REQUEST_MALFORMED);
        }
        Call.allow(
                authentication.user(request.getRemoteAddr(), parts[0], parts[1]).is(UserRole.VIEWER));
    }

    private static String decoded(String credentials) throws Refusal {
        try {
            return new String(Base64.getDecoder().decode(credentials.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.REQUEST_MALFORMED);
        }
    }

    private static Map<String, Object> values(Health health) {
        return Map.of(
                "status",
                health.status(),
                "checks",
                health.checks().stream().map(MonitoringResource::values).toList());
    }

    private static Map<String, Object> values(Check check) {
        return Map.of("name", check.name(), "status", check.status(), "reasons", check.reasons());
    }
}
