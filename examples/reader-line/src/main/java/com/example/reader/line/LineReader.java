package com.example.reader.line;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.CardReader;
import org.idrelay.api.reader.DescribedReader;
import org.idrelay.api.reader.ReaderException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * A bare type B reader on the network that speaks lines of text: {@code ON}, {@code OFF} and {@code X MILLIS HEX} for a
 * frame on air; it answers {@code OK}, {@code A HEX}, {@code N} for nothing, or {@code E WORDS}. Each file
 * {@code etc/com.example.reader.line-NAME.cfg} makes one.
 *
 * <p>The terminal calls it on one thread, so it needs no lock. It connects when it is needed; a connection that broke is not
 * used again, so that an answer that comes late can never be taken for that to another command.
 */
@Component(
        service = CardReader.class,
        configurationPid = "com.example.reader.line",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = "driver=line")
@Designate(ocd = LineReader.Config.class, factory = true)
public final class LineReader implements CardReader, DescribedReader {

    @ObjectClassDefinition(name = "Example: reader that speaks lines")
    @interface Config {
        @AttributeDefinition(description = "The reader's name, unique in its container")
        String name() default "line-1";

        @AttributeDefinition(description = "Where it listens")
        String host() default "127.0.0.1";

        @AttributeDefinition(description = "Where it listens")
        int port() default 5900;
    }

    private static final int CONNECT_MILLIS = 1000;

    /** What the reader itself may take beyond the card's time. */
    private static final int READER_MILLIS = 1000;

    private final String name;
    private final InetSocketAddress address;
    private @Nullable Socket socket;
    private @Nullable BufferedReader in;

    @Activate
    public LineReader(Config config) {
        this(config.name(), new InetSocketAddress(config.host(), config.port()));
    }

    LineReader(String name, InetSocketAddress address) {
        this.name = name;
        this.address = address;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "line reader at %s:%d".formatted(address.getHostString(), address.getPort());
    }

    @Override
    public void field(boolean on) throws ReaderException {
        String answer = ask(on ? "ON" : "OFF", READER_MILLIS);
        if (!answer.equals("OK")) {
            throw failed(answer);
        }
    }

    @Override
    public Optional<Bytes> exchange(Bytes frame, int timeoutMillis) throws ReaderException {
        String answer = ask("X %d %s".formatted(timeoutMillis, frame.toHex()), timeoutMillis + READER_MILLIS);
        if (answer.equals("N")) {
            return Optional.empty();
        }
        if (!answer.matches("A ([0-9A-Fa-f]{2})+")) {
            throw failed(answer);
        }
        return Optional.of(Bytes.ofHex(answer.substring(2)));
    }

    /** No card data in it: what is no answer of the protocol is not repeated. */
    private ReaderException failed(String answer) {
        close();
        return new ReaderException(
                FailureCode.READER_FAULT, answer.startsWith("E ") ? answer.substring(2) : "no answer that it knows");
    }

    private String ask(String line, int millis) throws ReaderException {
        try {
            Socket open = connected();
            open.setSoTimeout(millis);
            open.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            String answer = in == null ? null : in.readLine();
            if (answer == null) {
                throw new IOException("it closed the connection");
            }
            return answer;
        } catch (SocketTimeoutException e) {
            close();
            throw new ReaderException(FailureCode.READER_TIMEOUT, "no answer in %d ms".formatted(millis), e);
        } catch (IOException e) {
            close();
            throw new ReaderException(FailureCode.READER_GONE, "no connection to " + address, e);
        }
    }

    private Socket connected() throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket();
            open.connect(address, CONNECT_MILLIS);
            open.setTcpNoDelay(true);
            socket = open;
            in = new BufferedReader(new InputStreamReader(open.getInputStream(), StandardCharsets.US_ASCII));
        }
        return open;
    }

    @Deactivate
    void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("a socket that cannot be closed", e);
        } finally {
            socket = null;
            in = null;
        }
    }
}
