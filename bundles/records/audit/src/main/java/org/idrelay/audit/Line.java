package org.idrelay.audit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A line of the trail, in ASCII: columns with tabs between them, the last one is the chain.
 *
 * @param text all columns before the chain
 * @param sequence its first column, from 1
 * @param month of its second column, {@code yyyy-mm}
 */
record Line(String text, long sequence, String month, String chain) {

    private static final Pattern FORM = Pattern.compile("((\\d{1,18})\t(\\d{4}-\\d{2})-[^\t]+\t.*)\t([0-9a-f]{64})");

    /** The line behind the head. What stands in a column cannot be taken for another column or line. */
    static Line behind(Head head, Instant time, List<String> columns, TrailKey key) {
        String stamp = time.truncatedTo(ChronoUnit.MILLIS).toString();
        long sequence = head.sequence() + 1;
        String text = Stream.concat(
                        Stream.of(Long.toString(sequence), stamp),
                        columns.stream().map(column -> URLEncoder.encode(column, StandardCharsets.UTF_8)))
                .collect(Collectors.joining("\t"));
        return new Line(text, sequence, stamp.substring(0, "yyyy-mm".length()), key.chain(head.chain(), text));
    }

    /** A line of a file, without its end; empty if it has not the form of one. */
    static Optional<Line> of(String line) {
        Matcher matcher = FORM.matcher(line);
        return matcher.matches()
                ? Optional.of(new Line(
                        matcher.group(1), Long.parseLong(matcher.group(2)), matcher.group(3), matcher.group(4)))
                : Optional.empty();
    }

    boolean follows(Head head, TrailKey key) {
        return sequence == head.sequence() + 1 && chain.equals(key.chain(head.chain(), text));
    }

    /** The head, once this line is on disk. */
    Head head() {
        return new Head(sequence, chain);
    }

    byte[] toBytes() {
        return (text + "\t" + chain + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Where it stands only. */
    @Override
    public String toString() {
        return "audit line " + sequence;
    }
}
