package org.idrelay.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.idrelay.api.files.PrivateFile;
import org.idrelay.audit.TrailFiles.MonthFile;
import org.idrelay.operations.audit.AuditCheck;
import org.idrelay.operations.audit.AuditEntry;
import org.idrelay.operations.audit.AuditTrail;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trail in files, one a month, in which each line carries a keyed digest of itself and the line before. A line is on disk
 * when {@link #write} returns; the head follows it, so that after a crash the trail may be one line ahead. Any thread.
 */
@Component(configurationPid = "org.idrelay.audit")
@Designate(ocd = ChainedTrail.Config.class)
public final class ChainedTrail implements AuditTrail {

    @ObjectClassDefinition(name = "IdRelay audit trail")
    @interface Config {
        @AttributeDefinition(description = "Whether anything is written.")
        boolean enabled() default true;

        @AttributeDefinition(description = "The trail's folder.")
        String folder() default "data/audit";
    }

    private static final Logger LOG = LoggerFactory.getLogger(ChainedTrail.class);

    private final boolean enabled;
    private final TrailFiles files;
    private final InstantSource clock;

    /** Null until the trail was opened, and after a failure: then it is opened again before the next line. */
    private @Nullable Head head;

    private @Nullable TrailKey key;

    @Activate
    public ChainedTrail(Config config) {
        this(config.enabled(), Path.of(config.folder()), InstantSource.system());
        if (!enabled) {
            LOG.warn("The audit trail is switched off in etc/: nobody will know who read and who saw which record");
            return;
        }
        try {
            opened();
        } catch (IOException e) {
            LOG.error("The audit trail cannot be opened; tried again before each line: {}", e.toString());
        }
    }

    ChainedTrail(boolean enabled, Path folder, InstantSource clock) {
        this.enabled = enabled;
        this.files = new TrailFiles(folder);
        this.clock = clock;
    }

    @Override
    public synchronized void write(AuditEntry entry) throws IOException {
        if (enabled) {
            TrailKey opened = opened();
            add(
                    opened,
                    List.of(
                            entry.action().name(),
                            entry.who(),
                            entry.terminal(),
                            entry.reader(),
                            entry.verifier(),
                            entry.outcome(),
                            entry.number().isEmpty() ? "" : opened.number(entry.number())));
        }
    }

    @Override
    public AuditCheck verify() throws IOException {
        TrailKey checked;
        List<MonthFile> months;
        Head newest;
        synchronized (this) {
            checked = opened();
            months = files.months();
            newest = readHead(checked).orElse(Head.lost(0));
        }
        return new TrailCheck(checked).check(months, newest);
    }

    private void add(TrailKey key, List<String> columns) throws IOException {
        Head before = head == null ? Head.START : head;
        Instant now = clock.instant();
        Line line = Line.behind(before, now, columns, key);
        byte[] bytes = line.toBytes();
        if (bytes.length > LineReader.LIMIT) {
            throw new IOException("too long for a line of the audit trail");
        }
        head = null;
        Path file = fileFor(line);
        long length = Files.size(file);
        try {
            Disk.append(file, bytes);
        } catch (IOException e) {
            Disk.cut(file, length);
            throw e;
        }
        PrivateFile.replace(files.head(), line.head().sealed(key));
        head = line.head();
        LOG.info("Audit trail: line {}, head {}", line.sequence(), line.chain());
    }

    /** The file of the line's month, or the newest if the clock went back. */
    private Path fileFor(Line line) throws IOException {
        List<MonthFile> months = files.months();
        if (!months.isEmpty()) {
            MonthFile newest = months.get(months.size() - 1);
            if (newest.month().compareTo(line.month()) >= 0) {
                return newest.path();
            }
        }
        Path file = files.month(line.month());
        PrivateFile.create(file);
        return file;
    }

    private TrailKey opened() throws IOException {
        if (head != null && key != null) {
            return key;
        }
        Files.createDirectories(files.folder());
        List<MonthFile> months = files.months();
        TrailKey found = Files.exists(files.key()) ? TrailKey.read(files.key()) : firstKey(months);
        head = headOf(found);
        key = found;
        if (!months.isEmpty()) {
            try {
                mend(found, months.get(months.size() - 1));
            } catch (IOException e) {
                head = null;
                throw e;
            }
        }
        return found;
    }

    /** The head is written first: a key without a head would be a trail that lost it. */
    private TrailKey firstKey(List<MonthFile> months) throws IOException {
        if (!months.isEmpty()) {
            throw new IOException("the audit trail's key is gone; put it back, or put the whole folder away");
        }
        TrailKey made = TrailKey.random();
        PrivateFile.replace(files.head(), Head.START.sealed(made));
        made.keep(files.key());
        return made;
    }

    private Head headOf(TrailKey key) throws IOException {
        Optional<Line> newest = files.newest();
        Optional<Head> read = readHead(key);
        if (read.isEmpty()) {
            Head lost = Head.lost(newest.map(Line::sequence).orElse(0L));
            LOG.error("The audit trail's head is gone or was altered; idrelay:audit-verify will say so from now on");
            PrivateFile.replace(files.head(), lost.sealed(key));
            return lost;
        }
        Head known = read.get();
        if (newest.filter(line -> line.follows(known, key)).isPresent()) {
            // a crash between the line and the head
            Head ahead = newest.get().head();
            PrivateFile.replace(files.head(), ahead.sealed(key));
            return ahead;
        }
        if (!newest.map(Line::head).orElse(Head.START).equals(known)) {
            LOG.error(
                    "The audit trail does not end with line {}, as it should: idrelay:audit-verify tells more",
                    known.sequence());
        }
        return known;
    }

    private Optional<Head> readHead(TrailKey key) throws IOException {
        if (!Files.exists(files.head())) {
            return Optional.empty();
        }
        byte[] content = Files.readAllBytes(files.head());
        Head read = Head.of(content);
        return Arrays.equals(content, read.sealed(key)) ? Optional.of(read) : Optional.empty();
    }

    /** What a crash left behind the last whole line is kept beside the trail, and the trail says so. */
    private void mend(TrailKey key, MonthFile last) throws IOException {
        int half;
        try (LineReader lines = new LineReader(last.path(), last.size())) {
            while (lines.next().isPresent()) {}
            half = lines.half();
        }
        if (last.size() == 0) {
            Files.delete(last.path());
        } else if (half > 0 && half < LineReader.LIMIT) {
            long sequence = head == null ? 0 : head.sequence() + 1;
            LOG.warn("The audit trail's line {} was not whole: {} bytes are set aside", sequence, half);
            long whole = last.size() - half;
            PrivateFile.replace(files.setAside(sequence), Disk.tail(last.path(), whole));
            Disk.cut(last.path(), whole);
            add(key, List.of("REPAIR", "", "", "", "", half + " bytes set aside", ""));
        }
    }
}
