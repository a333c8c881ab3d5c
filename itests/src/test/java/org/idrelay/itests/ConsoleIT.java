package org.idrelay.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.idrelay.api.FailureCode;
import org.idrelay.simulator.SyntheticPeople;
import org.idrelay.simulator.SyntheticPerson;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/** What a clerk sees in a real browser: real servlets, a real read, a simulated card. */
public class ConsoleIT {

    private static final int WIDE = 1280;
    private static final int PHONE = 390;

    /** In the middle of its selection. */
    private static final int ANSWERS_UNTIL_GONE = 5;

    private static final int RESIDENT = 0;
    /** Of Extension B. */
    private static final int RARE_NAME = 2;

    private static final int LONG_TERM = 11;
    private static final int PERMIT = 12;
    private static final int FOREIGNER = 13;
    private static final int FOREIGNER_2023 = 14;
    private static final int PRIVATE_USE_NAME = 15;

    @SuppressWarnings("NullAway.Init") // set before any test
    private static Chromium chromium;

    @SuppressWarnings("NullAway.Init") // set before any test
    private static ConsoleContainer container;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Page page;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ClerkPage clerk;

    private boolean laid;

    @BeforeClass
    public static void start() throws Exception {
        chromium = new Chromium();
        container = new ConsoleContainer();
    }

    @AfterClass
    public static void stop() throws IOException {
        if (container != null) {
            container.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @Before
    public void open() {
        open(WIDE, 860);
    }

    private void open(int width, int height) {
        clerk = new ClerkPage(chromium.open(width, height), container);
        page = clerk.page;
    }

    @After
    public void close() throws IOException {
        page.context().close();
        if (laid) {
            container.reader.lift();
        }
    }

    @Test
    public void aClerkReadsThreeDocuments() throws IOException {
        page.navigate(container.address("/"));
        page.waitForSelector("#user");
        chromium.look(page, "login");
        logInHere();
        page.waitForSelector(".slot.waiting");
        chromium.look(page, "waiting");
        readAndLift(RESIDENT, "resident");
        readAndLift(PERMIT, "permit");
        readAndLift(FOREIGNER_2023, "foreigner-2023", "BARTHOLOMEW");
    }

    @Test
    public void anOperatorSeesHowItRunsAndFreezesATerminal() throws IOException {
        clerk.open("/operations", ConsoleContainer.OPERATOR);
        page.waitForSelector(".lamp.IDLE");
        assertEquals(3, page.locator(".lamp.IDLE").count());
        chromium.look(page, "operations");
        page.setViewportSize(PHONE, 844);
        chromium.look(page, "phone-operations");
        page.locator("language-switch [lang=en]").click();

        page.getByText("Freeze", new Page.GetByTextOptions().setExact(true))
                .first()
                .click();
        chromium.look(page, "operations-freeze");
        page.locator("dialog .primary").click();
        page.waitForSelector(".lamp.FROZEN");
        page.getByText("Unfreeze", new Page.GetByTextOptions().setExact(true))
                .first()
                .click();
        page.locator("dialog .primary").click();
        page.waitForSelector(".lamp.FROZEN", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.DETACHED));
        page.waitForCondition(() -> page.locator(".lamp.CONNECTED").count() == 2);
    }

    @Test
    public void aViewerSeesItAndChangesNothing() throws IOException {
        clerk.open("/operations", ConsoleContainer.VIEWER);
        page.waitForSelector(".lamp.CONNECTED");
        assertEquals(0, page.locator(".table button").count());
    }

    @Test
    public void aClerkSeesNothingOfOperations() {
        clerk.open("/operations", ConsoleContainer.CLERK);
        page.waitForSelector(".stage");
        page.navigate(container.address("/operations"));
        assertTrue(page.waitForSelector(".notice").innerText().contains("管理员"));
        assertEquals(0, page.locator(".table").count());
    }

    @Test
    public void onAPhoneToo() throws IOException {
        page.context().close();
        open(PHONE, 844);
        page.navigate(container.address("/"));
        page.waitForSelector("#user");
        chromium.look(page, "phone-login");
        logInHere();
        readAndLift(FOREIGNER, "phone-foreigner");
        readAndLift(PRIVATE_USE_NAME, "phone-private-use", "U+E863", "新居路88号");
    }

    @Test
    public void theLongestFieldsFitOnEveryFace() throws IOException {
        logIn();
        page.waitForSelector(".slot");
        String faces = Chromium.resource("/longest-faces.js");
        assertEquals(List.of(), page.evaluate(faces));
        chromium.picture(page, "longest-faces");
        page.setViewportSize(PHONE, 844);
        page.reload();
        page.waitForSelector(".slot");
        assertEquals(List.of(), page.evaluate(faces));
        chromium.picture(page, "phone-longest-faces");
    }

    @Test
    public void aFailureSaysInPlainWordsWhatToDo() throws IOException {
        logIn();
        laid = true;
        container.reader.insertBriefly(RESIDENT, ANSWERS_UNTIL_GONE);
        page.waitForSelector(".slot.failed");
        FailureCode code =
                FailureCode.valueOf(container.reader.awaitEvent("FAILED").get(3));
        assertTrue(page.locator(".code").innerText().contains(code.name()));
        chromium.look(page, "failed");
        page.locator("language-switch [lang=en]").click();
        assertEquals(code.cause(), page.locator(".failure h1").innerText());
        assertEquals(code.remedy(), page.locator(".failure .remedy").innerText());
    }

    @Test
    public void theLanguageIsRemembered() throws IOException {
        logIn();
        page.locator("language-switch [lang=en]").click();
        page.getByText("Place a card on the reader").first().waitFor();
        page.reload();
        page.getByText("Place a card on the reader").first().waitFor();
        assertEquals("en", page.locator("html").getAttribute("lang"));
        chromium.look(page, "english");
    }

    @Test
    public void aRecordHidesByItselfEvenWithoutTheNet() throws IOException {
        logIn();
        container.maskAfter("3");
        try {
            page.waitForSelector("#user"); // everybody is logged out
            logInHere();
            read(RARE_NAME);
            page.context().setOffline(true);
            page.waitForSelector("card-face.masked");
            clerk.assertNothingOf(RARE_NAME);
            page.context().setOffline(false);
            assertEquals(404, clerk.status("/api/v1/records/current?reader=reader-1"));
            assertEquals(404, clerk.status("/api/v1/records/current/photo?reader=reader-1"));
        } finally {
            container.maskAsBefore();
        }
        page.waitForSelector("#user");
    }

    @Test
    public void whatAStoreDidNotTakeIsToldInPlainWords() throws IOException {
        logIn();
        container.reader.addFullSink();
        try {
            read(LONG_TERM, "2010.08.15-长期");
            assertTrue(page.waitForSelector(".notice").innerText().contains("archive"));
            assertTrue(page.locator(".notice").innerText().contains("请腾出空间"));
            page.setViewportSize(PHONE, 844);
            chromium.look(page, "not-taken");
            page.locator("language-switch [lang=en]").click();
            String told = page.locator(".notice").innerText();
            assertTrue(told, told.contains(FailureCode.STORE_FULL.cause()));
            assertTrue(told, told.contains(FailureCode.STORE_FULL.remedy()));
            page.locator(".notice button").click();
            assertEquals(0, page.locator(".notice").count());
            assertEquals(1, page.locator("card-face").count());
        } finally {
            container.reader.removeFullSink();
        }
    }

    @Test
    public void aClerkOfTwoReadersSeesEachRecordAtItsOwn() throws IOException {
        SyntheticPerson first = SyntheticPeople.all().get(RESIDENT);
        SyntheticPerson second = SyntheticPeople.all().get(PERMIT);
        List<String> heard = chromium.listen(page);
        logIn();
        Page both = chromium.open(WIDE, 860);
        try {
            new ClerkPage(both, container).open("/", ConsoleContainer.CLERK_OF_TWO);
            both.waitForSelector(".stage");
            assertEquals(1, both.locator(".readers .name").count());
            container.reader.plugIn("reader-2");
            both.locator(".readers .name").nth(1).waitFor();
            container.reader.at("reader-2");
            insert(PERMIT);
            both.waitForCondition(() -> both.locator(".readers .name .lamp")
                    .nth(1)
                    .getAttribute("class")
                    .contains("record"));
            assertFalse(both.content().contains(second.name()));
            both.locator(".readers .name").nth(1).click();
            both.locator("card-face").getByText(second.name()).first().waitFor();
            container.reader.at("reader-1");
            insert(RESIDENT);
            page.locator("card-face").getByText(first.name()).first().waitFor();
            assertFalse(both.content().contains(first.name()));
            chromium.look(both, "two-readers");
            both.locator(".readers .name").first().click();
            both.locator("card-face").getByText(first.name()).first().waitFor();
            assertFalse(both.content().contains(second.name()));
            assertTrue(heard.toString().contains("reader-1"));
            assertFalse(heard.toString().contains("reader-2"));
            assertEquals(403, clerk.status("/api/v1/records/current?reader=reader-2"));

            both.locator("[data-focus=switch]").click();
            page.waitForSelector(".slot.stopped");
            clerk.assertNothingOf(RESIDENT);
            both.locator("[data-focus=switch]").click();
            page.waitForSelector(".slot:not(.stopped)");
        } finally {
            both.context().close();
            container.reader.unplug("reader-2");
        }
    }

    @Test
    public void aReaderThatIsUnpluggedShowsAtOnce() throws IOException {
        logIn();
        List<String> requests = new CopyOnWriteArrayList<>();
        page.onRequest(request -> requests.add(request.url()));
        container.reader.unplug("reader-1");
        try {
            page.waitForSelector(".stage h1:has-text(\"读卡器未连接\")");
            assertEquals(0, page.locator(".readers button").count());
            chromium.look(page, "unplugged");
        } finally {
            container.reader.plugIn("reader-1");
        }
        page.waitForSelector(".slot.waiting");
        container.karaf.run("bundle:stop org.idrelay.terminal");
        page.waitForSelector(".stage h1:has-text(\"未连接\")");
        container.karaf.run("bundle:start org.idrelay.terminal");
        page.waitForSelector(".slot.waiting");
        assertFalse("the stream stayed", requests.toString().contains("/events"));
        container.awaitTerminal();
    }

    @Test
    public void theClerksWayGoesByKeyboardInTheDarkAndWithoutMotion() throws IOException {
        page.emulateMedia(
                new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK).setReducedMotion(ReducedMotion.REDUCE));
        page.navigate(container.address("/"));
        page.waitForSelector("#user:focus");
        page.keyboard().type(ConsoleContainer.CLERK_AND_VIEWER);
        clerk.tabTo("#password");
        page.keyboard().type(ConsoleContainer.PASSWORD);
        clerk.tabTo("button.primary");
        page.keyboard().press("Enter");
        page.waitForSelector(".slot.waiting");
        assertEquals("nothing moves", 0, page.evaluate("() => document.getAnimations().length"));
        clerk.tabTo("language-switch [lang=en]");
        page.keyboard().press("Enter");
        page.waitForSelector("html[lang=en]");
        assertTrue(clerk.focusIsAt("language-switch [lang=en]"));
        read(RESIDENT);
        chromium.look(page, "dark-record");
        clerk.tabTo("[data-focus=hide]");
        page.keyboard().press("Space");
        page.waitForSelector("card-face.masked");
        assertTrue("the focus stays near", clerk.focusIsAt("#main"));
        chromium.look(page, "hidden");
        clerk.assertNothingOf(RESIDENT);
        page.reload();
        page.waitForSelector(".slot.waiting");
        assertEquals("the server has it no more", 0, page.locator("card-face").count());
        clerk.tabTo("[data-focus=switch]");
        page.keyboard().press("Enter");
        page.waitForSelector(".slot.stopped");
        assertTrue(clerk.focusIsAt("[data-focus=switch]"));
        page.keyboard().press("Enter");
        page.waitForSelector(".slot:not(.stopped)");
        clerk.tabTo("nav a[href='/operations']");
        page.keyboard().press("Enter");
        page.waitForSelector(".lamp.CONNECTED");
        chromium.look(page, "dark-operations");
    }

    @Test
    public void withoutADecoderASilhouetteSaysWhy() throws IOException {
        logIn();
        container.karaf.run("bundle:stop org.idrelay.photo.sketch");
        try {
            insert(RESIDENT);
            page.locator(".photo-why").waitFor();
            assertTrue(page.locator(".photo-why").innerText().contains("PHOTO_UNKNOWN"));
            assertTrue(page.locator(".portrait svg").isVisible());
        } finally {
            container.karaf.run("bundle:start org.idrelay.photo.sketch");
        }
    }

    @Test
    public void overHttpsTheCookieIsForHttpsOnly() throws IOException {
        page.navigate(container.secureAddress("/"));
        logInHere();
        page.waitForSelector(".slot.waiting");
        Cookie cookie = page.context().cookies().get(0);
        assertTrue(cookie.secure);
        assertTrue(cookie.httpOnly);
    }

    private void logIn() {
        clerk.open("/", ConsoleContainer.CLERK);
        page.waitForSelector(".stage");
    }

    private void logInHere() {
        clerk.logIn(ConsoleContainer.CLERK);
        page.waitForSelector(".stage");
    }

    /** Reads a person's card, takes a picture of its face, and lifts it until the face is masked. */
    private void readAndLift(int person, String picture, String... more) throws IOException {
        read(person, more);
        chromium.look(page, picture);
        container.reader.lift();
        page.waitForSelector("card-face.masked");
        clerk.assertNothingOf(person);
    }

    private void read(int person, String... more) throws IOException {
        insert(person);
        clerk.awaitFace(person, more);
    }

    private void insert(int person) throws IOException {
        laid = true;
        container.reader.insert(person, 0);
    }
}
