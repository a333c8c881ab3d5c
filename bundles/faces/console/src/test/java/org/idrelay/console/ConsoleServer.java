package org.idrelay.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.servlet.DispatcherType;
import javax.servlet.Servlet;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.idrelay.operations.reading.CardReading;

/**
 * The console's servlets behind their guard in a container of their own, with users, a clock and whatever services a test
 * gives. A user's password is {@code pw-NAME}.
 */
final class ConsoleServer {

    static final Map<String, Set<UserRole>> USERS = Map.of(
            "clerk", EnumSet.of(UserRole.CLERK),
            "other", EnumSet.of(UserRole.CLERK),
            "viewer", UserRole.VIEWER.withImplied(),
            "operator", UserRole.OPERATOR.withImplied(),
            "auditor", UserRole.AUDITOR.withImplied(),
            "admin", UserRole.ADMIN.withImplied(),
            "nobody", EnumSet.noneOf(UserRole.class));

    final AtomicLong clock = new AtomicLong(Guard.nowMillis());
    final ConsoleSettings settings;
    final Sessions sessions;
    final Events events;
    final Display display;
    private final Authentication authentication;
    private final Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final ServletContextHandler context = new ServletContextHandler();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    ConsoleServer() {
        this(TestConfig.standard());
    }

    ConsoleServer(ConsoleSettings.Config config) {
        settings = new ConsoleSettings(config);
        sessions = new Sessions(settings);
        events = new Events(sessions);
        display = new Display(settings.maskAfter(), settings.maskAfterCardGone(), events, clock::get);
        authentication = new Authentication(
                settings,
                new LoginThrottle(settings),
                (user, password) -> Optional.ofNullable(password.equals("pw-" + user) ? USERS.get(user) : null),
                clock::get);
        context.setContextPath("/");
        FilterHolder guard = new FilterHolder(new Guard(sessions, clock::get));
        guard.setAsyncSupported(true);
        context.addFilter(guard, "/*", EnumSet.of(DispatcherType.REQUEST));
        add(new LoginResource(sessions, authentication, events, clock::get), LoginResource.LOGIN, LoginResource.LOGOUT);
        add(new MeResource(), MeResource.PATH);
        add(new Description(), Description.PATH);
        add(new EventsResource(events, display), EventsResource.PATH);
        add(new Pages(), "/*");
        server.setHandler(context);
    }

    ConsoleServer add(Servlet servlet, String... paths) {
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        for (String path : paths) {
            context.addServlet(holder, path);
        }
        return this;
    }

    ReadersResource readers(CardReading reading) {
        ReadersResource readers = new ReadersResource(events);
        readers.setReading(reading);
        return readers;
    }

    MonitoringResource monitoring(FakeMonitoring monitoring) {
        return new MonitoringResource(monitoring, authentication);
    }

    ConsoleServer start() throws Exception {
        server.start();
        return this;
    }

    URI uri(String path) {
        return server.getURI().resolve(path);
    }

    /** Logs in. */
    Browser as(String user) throws IOException, InterruptedException {
        return new Browser(this).logIn(user, "pw-" + user);
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpClient client() {
        return client;
    }

    void stop() throws Exception {
        display.stop();
        events.stop();
        server.stop();
    }
}
