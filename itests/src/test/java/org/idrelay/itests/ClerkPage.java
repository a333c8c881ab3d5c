package org.idrelay.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.microsoft.playwright.Page;
import org.idrelay.simulator.SyntheticPeople;
import org.idrelay.simulator.SyntheticPerson;

/** What somebody at a browser does with the console's pages and sees on them. */
final class ClerkPage {

    private static final int MOST_TABS = 30;

    /** What has the focus, and whether anybody sees that: an outline, on something that is within the window. */
    private static final String FOCUS_IS_VISIBLE = """
            () => {
              const focused = document.activeElement;
              const {outlineStyle, outlineWidth} = getComputedStyle(focused);
              const {left, top, width, height} = focused.getBoundingClientRect();
              return focused === document.body || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2
                  && width > 1 && height > 1 && left >= 0 && left < innerWidth && top >= 0 && top < innerHeight);
            }""";

    final Page page;
    private final ConsoleContainer container;

    ClerkPage(Page page, ConsoleContainer container) {
        this.page = page;
        this.container = container;
    }

    /** Opens a page of the console, and logs in there. */
    void open(String path, String user) {
        page.navigate(container.address(path));
        logIn(user);
    }

    /** Where the page asks for it. */
    void logIn(String user) {
        page.locator("#user").fill(user);
        page.locator("#password").fill(ConsoleContainer.PASSWORD);
        page.keyboard().press("Enter");
    }

    /** Presses Tab until the focus is there; it must be visible wherever it comes by. */
    void tabTo(String selector) {
        for (int tabs = 0; tabs < MOST_TABS; tabs++) {
            if (focusIsAt(selector)) {
                return;
            }
            page.keyboard().press("Tab");
            assertEquals(
                    "visible focus at " + page.evaluate("() => document.activeElement.outerHTML"),
                    true,
                    page.evaluate(FOCUS_IS_VISIBLE));
        }
        throw new AssertionError("no Tab leads to " + selector);
    }

    boolean focusIsAt(String selector) {
        return (Boolean) page.evaluate("selector => document.activeElement.matches(selector)", selector);
    }

    /** Waits for a person's face with its photo, and for other texts with it. */
    void awaitFace(int person, String... more) {
        SyntheticPerson who = SyntheticPeople.all().get(person);
        page.locator("card-face").getByText(who.name()).first().waitFor();
        page.locator(".portrait img").waitFor();
        assertTrue(page.locator(".number").first().innerText().contains(who.number()));
        for (String text : more) {
            assertTrue(text, page.locator(".result").innerText().contains(text));
        }
        assertEquals(true, page.evaluate("() => document.querySelector('.portrait img').naturalWidth > 50"));
    }

    /** Neither text nor photo. */
    void assertNothingOf(int person) {
        SyntheticPerson who = SyntheticPeople.all().get(person);
        assertFalse(page.content().contains(who.name()));
        assertFalse(page.content().contains(who.number()));
        assertFalse(page.content().contains("blob:"));
        assertEquals(0, page.locator(".portrait img").count());
    }

    /** Of the answer to this user. */
    int status(String path) {
        return page.request().get(container.address(path)).status();
    }
}
