package org.idrelay.itests;

import static java.util.stream.Collectors.groupingBy;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Whoever follows a link or a path in a page gets somewhere. */
public class MarkdownTest {

    /** A page, or a file or folder of the tree; what exists only in a container, or stands for many, is none. */
    private static final Pattern NAMED =
            Pattern.compile("[\\w./-]+\\.md|(?:docs|bundles|examples|features|itests|benchmarks)/[\\w./-]*"
                    + "|etc/(?:demo/|examples/)?org\\.idrelay\\.[a-z0-9.-]+\\.cfg");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void everyRelativeLinkLeadsSomewhere() throws IOException {
        int followed = 0;
        List<String> dead = new ArrayList<>();
        for (MarkdownPage page : pages()) {
            for (String link : page.links()) {
                followed += page.target(link).size();
                if (isDead(Tree.ROOT, page, link)) {
                    dead.add("%s -> %s".formatted(Tree.ROOT.relativize(page.file()), link));
                }
            }
        }
        assertEquals(List.of(), dead);
        assertTrue("followed only " + followed, followed > 80);
    }

    @Test
    public void everyPathInBackticksIsThere() throws IOException {
        int named = 0;
        List<String> missing = new ArrayList<>();
        for (MarkdownPage page : pages()) {
            for (String code : page.code()) {
                if (NAMED.matcher(code).matches()) {
                    named++;
                    if (!Files.exists(Tree.ROOT.resolve(code))
                            && !Files.exists(page.file().resolveSibling(code))) {
                        missing.add("%s: %s".formatted(Tree.ROOT.relativize(page.file()), code));
                    }
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue("found only " + named, named > 20);
    }

    @Test
    public void noTableOfTheReadmeNamesAPageTwice() throws IOException {
        MarkdownPage readme = MarkdownPage.read(Tree.ROOT.resolve("README.md"));
        List<String> pages = readme.table("you want to").stream()
                .skip(1)
                .map(row -> row.get(1))
                .toList();
        assertTrue(pages.toString(), pages.size() > 10);
        for (List<List<String>> table : readme.tables()) {
            Map<String, List<String>> rows = table.stream()
                    .flatMap(List::stream)
                    .filter(cell -> cell.contains("]("))
                    .collect(groupingBy(cell -> cell.substring(cell.indexOf("]("))));
            assertEquals(
                    List.of(),
                    rows.values().stream().filter(same -> same.size() > 1).toList());
        }
    }

    @Test
    public void findsWhatLeadsNowhereAndNothingElse() throws IOException {
        Path page = folder.newFile("page.md").toPath();
        folder.newFile("picture.svg");
        Files.writeString(page, """
                # One page: `Link`, and *more* 訊

                ## Twice
                ## Twice

                [itself](#one-page-link-and-more-訊) [again](#twice-1) ![picture](picture.svg) [away](https://example.org/x#y)
                [no page](absent.md) [no heading](#twice-2) ![no picture](absent.svg) [no anchor in a
                picture](picture.svg#there) <a href="nowhere.html">no page</a> `[no link](code.md)`
                [not in this repository](../)

                [reference]: gone.md "its title"

                ```
                [no link](code.md)
                ## No heading
                ```
                """);
        MarkdownPage read = MarkdownPage.read(page);
        assertEquals(Set.of("one-page-link-and-more-訊", "twice", "twice-1"), read.anchors());
        List<String> dead = new ArrayList<>();
        for (String link : read.links()) {
            if (isDead(folder.getRoot().toPath(), read, link)) {
                dead.add(link);
            }
        }
        assertEquals(
                List.of("absent.md", "#twice-2", "absent.svg", "picture.svg#there", "nowhere.html", "../", "gone.md"),
                dead);
    }

    private static List<MarkdownPage> pages() throws IOException {
        List<MarkdownPage> pages = new ArrayList<>();
        for (Path file : Tree.files("md")) {
            pages.add(MarkdownPage.read(file));
        }
        return pages;
    }

    private static boolean isDead(Path root, MarkdownPage page, String link) throws IOException {
        for (Path target : page.target(link)) {
            String anchor = URI.create(link).getFragment();
            if (!target.startsWith(root) || !Files.exists(target)) {
                return true;
            }
            if (anchor != null) {
                boolean markdown = target.toString().endsWith(".md");
                return !markdown || !MarkdownPage.read(target).anchors().contains(anchor);
            }
        }
        return false;
    }
}
