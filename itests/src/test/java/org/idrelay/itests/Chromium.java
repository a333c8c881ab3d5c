package org.idrelay.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.fail;
import static org.junit.Assume.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Debian's Chromium, driven by Playwright; for one test thread. Pages are checked by axe and kept as screenshots. */
final class Chromium implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final double LIMIT_MILLIS = 20_000;

    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** Every rule of WCAG 2 A and AA; the violations by their rule and what breaks it. */
    private static final String RUN_AXE =
            "async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a',"
                    + " 'wcag21aa', 'best-practice']})).violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '))";

    private final Playwright playwright;
    private final Browser browser;
    private final String axe;

    /** Skips the test if there is no Chromium. */
    Chromium() throws IOException {
        boolean found = Files.isExecutable(PROGRAM);
        if (!found && "true".equals(System.getenv("CI"))) {
            fail("no " + PROGRAM);
        }
        assumeTrue("skipped: no Chromium (./idrelay test-tools installs it)", found);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(PROGRAM)
                        .setArgs(FLAGS));
        axe = resource("/axe.min.js");
        Files.createDirectories(SCREENSHOTS);
    }

    /** A fresh profile, in Chinese. */
    Page open(int width, int height) {
        Page page = browser.newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setLocale("zh-CN")
                        .setIgnoreHTTPSErrors(true))
                .newPage();
        page.setDefaultTimeout(LIMIT_MILLIS);
        page.onPageError(error -> {
            throw new AssertionError("the page's script failed: " + error);
        });
        return page;
    }

    /** Everything that comes over the page's event streams from now on, as it comes. */
    List<String> listen(Page page) {
        List<String> heard = new CopyOnWriteArrayList<>();
        CDPSession devTools = page.context().newCDPSession(page);
        devTools.send("Network.enable");
        devTools.on("Network.eventSourceMessageReceived", message -> heard.add(message.toString()));
        return heard;
    }

    /** Keeps a picture of the page, when nothing moves any more, and checks that everybody can use it. */
    void look(Page page, String name) {
        picture(page, name);
        page.evaluate(axe);
        assertEquals(name, List.of(), page.evaluate(RUN_AXE));
        assertEquals(
                name + " is wider than the window",
                true,
                page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"));
    }

    /** Keeps a picture of the page, when nothing moves any more. */
    void picture(Page page, String name) {
        page.evaluate("() => Promise.all(document.getAnimations().filter(a => a.effect.getTiming().iterations === 1)"
                + ".map(a => a.finished))");
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    /** A script for {@link Page#evaluate}. */
    static String resource(String name) throws IOException {
        try (InputStream content = Chromium.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(content).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        playwright.close();
    }
}
