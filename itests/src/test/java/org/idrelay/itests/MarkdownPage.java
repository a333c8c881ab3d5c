package org.idrelay.itests;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown file as GitHub shows it: its prose, and its blocks of code, which hold neither links nor headings.
 *
 * @param file where it stands
 * @param prose its lines outside of blocks of code
 * @param blocks the blocks of code, each with its lines
 */
record MarkdownPage(Path file, List<String> prose, List<List<String>> blocks) {

    private static final Pattern FENCE = Pattern.compile("\\s*(```+|~~~+).*");
    private static final Pattern CODE = Pattern.compile("(?s)(?<!`)(`+)(?!`)(.+?)(?<!`)\\1(?!`)");
    private static final Pattern LINK = Pattern.compile("]\\(\\s*<?([^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\s*\\)"
            + "|(?m:^ {0,3}\\[[^]]+]:\\s*<?([^\\s>]+))"
            + "|<(?:a|img)\\b[^>]*\\b(?:href|src)=\"([^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile(" {0,3}#{1,6}\\s+(.*?)(?:\\s+#+)?\\s*");
    private static final Pattern PLACED = Pattern.compile("<a\\b[^>]*\\b(?:id|name)=\"([^\"]+)\"");
    private static final Pattern DELIMITER = Pattern.compile("\\|(\\s*:?-+:?\\s*\\|)+\\s*");

    static MarkdownPage read(Path file) throws IOException {
        List<String> prose = new ArrayList<>();
        List<List<String>> blocks = new ArrayList<>();
        String fence = "";
        for (String line : Files.readAllLines(file)) {
            Matcher mark = FENCE.matcher(line);
            if (fence.isEmpty() && mark.matches()) {
                fence = mark.group(1);
                blocks.add(new ArrayList<>());
            } else if (fence.isEmpty()) {
                prose.add(line);
            } else if (line.strip().startsWith(fence)) {
                fence = "";
            } else {
                blocks.get(blocks.size() - 1).add(line);
            }
        }
        return new MarkdownPage(file, prose, blocks);
    }

    /** Where its links and images point, as written. */
    List<String> links() {
        return paragraphs()
                .map(paragraph -> CODE.matcher(paragraph).replaceAll("`"))
                .flatMap(paragraph -> LINK.matcher(paragraph).results())
                .map(found -> Stream.of(1, 2, 3)
                        .map(found::group)
                        .filter(group -> group != null)
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    /** What stands between backticks. */
    List<String> code() {
        return paragraphs()
                .flatMap(paragraph -> CODE.matcher(paragraph).results())
                .map(found -> found.group(2))
                .toList();
    }

    /** What may stand after {@code #} in a link to this page. */
    Set<String> anchors() {
        Set<String> anchors = new LinkedHashSet<>();
        for (String line : prose) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String slug = slug(heading.group(1));
                String anchor = slug;
                for (int again = 1; !anchors.add(anchor); again++) {
                    anchor = slug + "-" + again;
                }
            }
            PLACED.matcher(line).results().forEach(placed -> anchors.add(placed.group(1)));
        }
        return anchors;
    }

    /** Each table's rows, its head first; a cell's text is stripped. */
    List<List<List<String>>> tables() {
        List<List<List<String>>> tables = new ArrayList<>();
        boolean inside = false;
        for (String line : prose) {
            boolean row = line.startsWith("|");
            if (row && !inside) {
                tables.add(new ArrayList<>());
            }
            if (row && !DELIMITER.matcher(line).matches()) {
                tables.get(tables.size() - 1).add(cells(line));
            }
            inside = row;
        }
        return tables;
    }

    /** The table whose head begins with that word. */
    List<List<String>> table(String head) {
        return tables().stream()
                .filter(table -> table.get(0).get(0).equals(head))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no table of '%s' in %s".formatted(head, file)));
    }

    /** Where a link of this page leads, or nothing for an address elsewhere. */
    List<Path> target(String link) {
        URI address = URI.create(link);
        if (address.getScheme() != null || address.getAuthority() != null) {
            return List.of();
        }
        String path = address.getPath();
        return List.of(path.isEmpty() ? file : file.resolveSibling(path).normalize());
    }

    private static List<String> cells(String line) {
        String[] cells = line.strip().split("(?<!\\\\)\\|", -1);
        return Arrays.stream(cells, 1, cells.length - 1).map(String::strip).toList();
    }

    private Stream<String> paragraphs() {
        return Arrays.stream(String.join("\n", prose).split("\n\\s*\n"));
    }

    /** GitHub's way: small letters, a hyphen for each blank, no other punctuation than hyphen and underscore. */
    private static String slug(String heading) {
        return heading.replaceAll("!?\\[([^]]*)]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}_ -]", "")
                .replace(' ', '-');
    }
}
