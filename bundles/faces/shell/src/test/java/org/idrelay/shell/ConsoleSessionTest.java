package org.idrelay.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.UUID;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.impl.action.command.ManagerImpl;
import org.apache.karaf.shell.impl.console.SessionFactoryImpl;
import org.apache.karaf.shell.support.CommandException;
import org.idrelay.api.Party;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;

/** The commands within Karaf's own shell, in a container that is a terminal: names, references, parsing, help. */
class ConsoleSessionTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ThreadIOImpl threadIo = new ThreadIOImpl();
    private final SessionFactoryImpl factory = new SessionFactoryImpl(threadIo);
    private Session session;

    @BeforeEach
    void open() {
        threadIo.start();
        factory.getRegistry().register(emptyContext());
        factory.getRegistry().register(new FakeTerminal());
        factory.getRegistry().register(new FakeTrace(Party.TERMINAL, 4, List.of(new UUID(1, 2))));
        ManagerImpl manager = new ManagerImpl(factory.getRegistry(), factory.getRegistry());
        for (Class<?> command : List.of(
                VerifierListCommand.class,
                TerminalListCommand.class,
                ReaderListCommand.class,
                SessionListCommand.class,
                ExplainCommand.class,
                TraceCommand.class,
                ReadCommand.class)) {
            manager.register(command);
        }
        PrintStream console = new PrintStream(printed, true, UTF_8);
        session = factory.create(InputStream.nullInputStream(), console, console);
    }

    @AfterEach
    void close() {
        session.close();
        threadIo.stop();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"verifier-list", "terminal-list", "reader-list", "session-list", "explain", "trace", "read"})
    void helpsWithEveryCommand(String command) throws Exception {
        session.execute("idrelay:" + command + " --help");
        assertTrue(text().contains("idrelay:" + command), text());
    }

    @Test
    void givesCommandsTheRolesThatAreHere() throws Exception {
        session.execute("idrelay:reader-list");
        assertTrue(text().contains("reader-2"), text());
    }

    @Test
    void givesTraceEverySource() throws Exception {
        session.execute("idrelay:trace --last");
        assertEquals(28, text().lines().count());
    }

    @Test
    void saysWhichFeatureIsMissingForTheRolesThatAreNot() {
        CommandException absent =
                assertThrows(CommandException.class, () -> session.execute("idrelay:explain --reader r t-01"));
        assertEquals(
                "This container has no server. To change that: feature:install idrelay-server", absent.getMessage());
    }

    @Test
    void refusesAReaderThatTheTerminalDoesNotHave() {
        CommandException refused = assertThrows(CommandException.class, () -> session.execute("idrelay:read side"));
        assertEquals("This terminal has no reader side. See idrelay:reader-list.", refused.getMessage());
    }

    private String text() {
        return printed.toString(UTF_8);
    }

    /** Enough of a framework to stand in the shell's registry. */
    private static BundleContext emptyContext() {
        return (BundleContext) Proxy.newProxyInstance(
                ConsoleSessionTest.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (self, method, arguments) -> {
                    assertEquals("hashCode", method.getName());
                    return 1;
                });
    }
}
