package org.idrelay.reader.pcsc;

import java.util.Objects;
import java.util.Optional;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.CardReader;
import org.idrelay.api.reader.DescribedReader;
import org.idrelay.api.reader.ReaderException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One PC/SC reader. It is opened by the first call that needs it, and again by the next call after anything went wrong, with
 * the field as it was told last. All of PC/SC happens on its own thread.
 */
final class PcscReader implements CardReader, DescribedReader {

    private static final Logger log = LoggerFactory.getLogger(PcscReader.class);

    private final Pcsc pcsc;
    private final String pcscName;
    private final String name;
    private final PcscSettings settings;
    private final BoundedThread thread;

    /** Whether a call was abandoned, so that nobody knows where the reader stands. */
    private volatile boolean abandoned;

    private volatile String way = "not used yet";

    // of the reader's thread
    private boolean field;
    private @Nullable PcscContext context;
    private @Nullable PcscConnection connection;
    private @Nullable RawChannel channel;

    PcscReader(Pcsc pcsc, String pcscName, String name, PcscSettings settings) {
        this.pcsc = pcsc;
        this.pcscName = pcscName;
        this.name = name;
        this.settings = settings;
        thread = new BoundedThread("idrelay-pcsc-" + name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return pcscName + " (" + way + ")";
    }

    @Override
    public void field(boolean on) throws ReaderException, InterruptedException {
        call(0, () -> {
            field = on;
            if (channel == null) {
                open(); // which switches it
            } else {
                channel.field(on);
            }
            return Optional.empty();
        });
    }

    @Override
    public Optional<Bytes> exchange(Bytes frame, int timeoutMillis) throws ReaderException, InterruptedException {
        return call(timeoutMillis, () -> open().exchange(frame, timeoutMillis));
    }

    /** Lets the reader go, as soon as it came back from its last call. */
    void close() {
        thread.stop(() -> {
            if (channel != null) {
                try {
                    channel.end();
                } catch (PcscException | ReaderException e) {
                    log.debug("reader {}: it did not hear that we leave: {}", name, e.getMessage());
                }
            }
            drop();
        });
    }

    /** Something to do on the reader's thread. */
    private interface Step {
        Optional<Bytes> run() throws PcscException, ReaderException;
    }

    private Optional<Bytes> call(int cardMillis, Step step) throws ReaderException, InterruptedException {
        long millis = (long) cardMillis + settings.callMillis();
        return thread.call(() -> guarded(step), millis, () -> abandoned = true);
    }

    private Optional<Bytes> guarded(Step step) throws ReaderException {
        if (abandoned) {
            abandoned = false;
            drop();
        }
        boolean good = false;
        try {
            Optional<Bytes> result = step.run();
            good = true;
            return result;
        } catch (PcscException e) {
            FailureCode code =
                    switch (e.kind()) {
                        case DAEMON_GONE -> FailureCode.READER_DAEMON_GONE;
                        case READER_GONE -> FailureCode.READER_GONE;
                        case FAULT -> FailureCode.READER_FAULT;
                        case CARD_GONE -> null;
                    };
            if (code == null) {
                log.debug("reader {}: {}", name, e.getMessage());
                return Optional.empty();
            }
            throw new ReaderException(code, Objects.requireNonNullElse(e.getMessage(), ""), e);
        } finally {
            if (!good) {
                drop();
            }
        }
    }

    private RawChannel open() throws PcscException, ReaderException {
        if (channel == null) {
            context = new PcscContext(pcsc);
            connection = context.connect(pcscName);
            channel = settings.mode().start(connection, settings.readerMakesCrc());
            way = channel.way();
            channel.field(field);
        }
        return channel;
    }

    private void drop() {
        channel = null;
        if (connection != null) {
            connection.close();
            connection = null;
        }
        if (context != null) {
            context.close();
            context = null;
        }
    }
}
