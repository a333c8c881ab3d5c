package org.idrelay.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
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
    private static final int PERMIT = 12;
    private static final int FOREIGNER = 13;
    private static final int FOREIGNER_2023 = 14;
    private static final int PRIVATE_USE_NAME = 15;

    @SuppressWarnings("NullAway.Init") // set before any test
    private static Chromium chromium;

    @SuppressWarnings("NullAway.Init") // set before any test
    private static ConsoleContainer container;

    @SuppressWarnings("NullAway.Init") // set before any test
    private static ProbedReader reader;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Page page;

    private boolean laid;

    @BeforeClass
    public static void start() throws Exception {
        chromium = new Chromium();
        container = new ConsoleContainer();
        reader = container.reader;
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
        page = chromium.open(WIDE, 860);
    }

    @After
    public void close() throws IOException {
        page.context().close();
        if (laid) {
            reader.lift();
        }
    }

    @Test
    public void aClerkReadsThreeDocuments() throws IOException {
        logIn("login");
        page.waitForSelector(".slot.waiting");
        chromium.look(page, "waiting");
        read(RESIDENT, "resident");
        read(PERMIT, "permit");
        read(FOREIGNER_2023, "foreigner-2023", "BARTHOLOMEW");
    }

    @Test
    public void anOperatorSeesHowItRunsAndFreezesATerminal() throws IOException {
        openOperations(ConsoleContainer.OPERATOR);
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
        openOperations(ConsoleContainer.VIEWER);
        page.waitForSelector(".lamp.CONNECTED");
        assertEquals(0, page.locator(".table button").count());
    }

    @Test
    public void aClerkSeesNothingOfOperations() {
        openOperations(ConsoleContainer.CLERK);
        page.navigate(container.address("/operations"));
        assertTrue(page.waitForSelector(".notice").innerText().contains("管理员"));
        assertEquals(0, page.locator(".table").count());
    }

    @Test
    public void onAPhoneToo() throws IOException {
        page = chromium.open(PHONE, 844);
        logIn("phone-login");
        read(FOREIGNER, "phone-foreigner");
        read(PRIVATE_USE_NAME, "phone-private-use", "U+E863", "新居路88号");
    }

    @Test
    public void aFailureSaysInPlainWordsWhatToDo() throws IOException {
        logIn("");
        laid = true;
        reader.insertBriefly(RESIDENT, ANSWERS_UNTIL_GONE);
        page.waitForSelector(".slot.failed");
        FailureCode code = FailureCode.valueOf(reader.awaitEvent("FAILED").get(3));
        assertTrue(page.locator(".code").innerText().contains(code.name()));
        chromium.look(page, "failed");
        page.locator("language-switch [lang=en]").click();
        assertEquals(code.cause(), page.locator(".failure h1").innerText());
        assertEquals(code.remedy(), page.locator(".failure .remedy").innerText());
    }

    @Test
    public void theLanguageIsRemembered() throws IOException {
        logIn("");
        page.locator("language-switch [lang=en]").click();
        page.getByText("Place a card on the reader").first().waitFor();
        page.reload();
        page.getByText("Place a card on the reader").first().waitFor();
        assertEquals("en", page.locator("html").getAttribute("lang"));
        chromium.look(page, "english");
    }

    @Test
    public void whatIsHiddenByKeyboardIsGoneFromThePageAndTheServer() throws IOException {
        logIn("");
        read(RESIDENT, "");
        page.locator("[data-focus=hide]").focus();
        page.keyboard().press("Enter");
        page.waitForSelector("card-face.masked");
        chromium.look(page, "hidden");
        assertNothingOf(SyntheticPeople.all().get(RESIDENT));
        page.reload();
        page.waitForSelector(".slot.waiting");
        assertEquals(0, page.locator("card-face").count());
    }

    @Test
    public void aRecordHidesByItselfEvenWithoutTheNet() throws IOException {
        logIn("");
        container.maskAfter("3");
        try {
            page.waitForSelector("#user"); // everybody is logged out
            logInHere();
            read(PERMIT, "");
            SyntheticPerson person = SyntheticPeople.all().get(PERMIT);
            page.context().setOffline(true);
            page.waitForSelector("card-face.masked");
            assertNothingOf(person);
            page.context().setOffline(false);
            assertEquals(404, status("/api/v1/records/current?reader=reader-1"));
            assertEquals(404, status("/api/v1/records/current/photo?reader=reader-1"));
        } finally {
            container.maskAsBefore();
        }
        page.waitForSelector("#user");
    }

    @Test
    public void whatAStoreDidNotTakeIsToldInPlainWords() throws IOException {
        logIn("");
        reader.addFullSink();
        try {
            read(RESIDENT, "");
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
            reader.removeFullSink();
        }
    }

    @Test
    public void aClerkOfTwoReadersSeesEachRecordAtItsOwn() throws IOException {
        SyntheticPerson first = SyntheticPeople.all().get(RESIDENT);
        SyntheticPerson second = SyntheticPeople.all().get(PERMIT);
        List<String> heard = chromium.listen(page);
        logIn("");
        Page both = chromium.open(WIDE, 860);
        try {
            logIn(both, ConsoleContainer.CLERK_OF_TWO);
            assertEquals(1, both.locator(".readers .name").count());
            reader.plugIn("reader-2");
            both.locator(".readers .name").nth(1).waitFor();
            reader.at("reader-2");
            insert(PERMIT);
            both.waitForCondition(() -> both.locator(".readers .name .lamp")
                    .nth(1)
                    .getAttribute("class")
                    .contains("record"));
            assertFalse(both.content().contains(second.name()));
            both.locator(".readers .name").nth(1).click();
            both.locator("card-face").getByText(second.name()).first().waitFor();
            reader.at("reader-1");
            insert(RESIDENT);
            page.locator("card-face").getByText(first.name()).first().waitFor();
            assertFalse(both.content().contains(first.name()));
            chromium.look(both, "two-readers");
            both.locator(".readers .name").first().click();
            both.locator("card-face").getByText(first.name()).first().waitFor();
            assertFalse(both.content().contains(second.name()));
            assertTrue(heard.toString().contains("reader-1"));
            assertFalse(heard.toString().contains("reader-2"));
            assertEquals(403, status("/api/v1/records/current?reader=reader-2"));

            both.locator("[data-focus=switch]").click();
            page.waitForSelector(".slot.stopped");
            assertNothingOf(first);
            both.locator("[data-focus=switch]").click();
            page.waitForSelector(".slot:not(.stopped)");
        } finally {
            both.context().close();
            reader.unplug("reader-2");
        }
    }

    @Test
    public void aReaderThatIsUnpluggedShowsAtOnce() throws IOException {
        logIn("");
        List<String> requests = new CopyOnWriteArrayList<>();
        page.onRequest(request -> requests.add(request.url()));
        reader.unplug("reader-1");
        assertEquals(
                "读卡器未连接", page.waitForSelector(".stage h1:has-text(\"未连接\")").innerText());
        assertEquals(0, page.locator(".readers button").count());
        chromium.look(page, "unplugged");
        reader.plugIn("reader-1");
        page.waitForSelector(".slot.waiting");
        container.karaf.run("bundle:stop org.idrelay.terminal");
        page.waitForSelector(".stage h1:has-text(\"未连接\")");
        container.karaf.run("bundle:start org.idrelay.terminal");
        page.waitForSelector(".slot.waiting");
        assertFalse("the stream stayed", requests.toString().contains("/events"));
        container.awaitTerminal();
    }

    @Test
    public void withoutADecoderASilhouetteSaysWhy() throws IOException {
        logIn("");
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

    /** Logs in: who is no clerk comes to the operations page. */
    private void openOperations(String user) {
        page.navigate(container.address("/operations"));
        logInHere(user);
        page.waitForSelector(user.equals(ConsoleContainer.CLERK) ? ".stage" : ".tiles");
    }

    /** Logs in over HTTP; takes a picture of the login if it gets a name. */
    private void logIn(String picture) {
        page.navigate(container.address("/"));
        if (!picture.isEmpty()) {
            page.waitForSelector("#user");
            chromium.look(page, picture);
        }
        logInHere();
    }

    private void logInHere() {
        logInHere(ConsoleContainer.CLERK);
        page.waitForSelector(".stage");
    }

    private void logInHere(String user) {
        fillLogin(page, user);
    }

    private static void logIn(Page another, String user) {
        another.navigate(container.address("/"));
        fillLogin(another, user);
        another.waitForSelector(".stage");
    }

    private static void fillLogin(Page page, String user) {
        page.locator("#user").fill(user);
        page.locator("#password").fill(ConsoleContainer.PASSWORD);
        page.keyboard().press("Enter");
    }

    /** Of the answer to the page's user. */
    private int status(String path) {
        return page.request().get(container.address(path)).status();
    }

    /** Neither text nor photo. */
    private void assertNothingOf(SyntheticPerson person) {
        assertFalse(page.content().contains(person.name()));
        assertFalse(page.content().contains(person.number()));
        assertFalse(page.content().contains("blob:"));
        assertEquals(0, page.locator(".portrait img").count());
    }

    /** Reads a person's card until its face is there with the photo, and lifts it until the face is masked. */
    private void read(int person, String picture, String... more) throws IOException {
        SyntheticPerson who = SyntheticPeople.all().get(person);
        insert(person);
        page.locator("card-face").getByText(who.name()).first().waitFor();
        page.locator(".portrait img").waitFor();
        assertTrue(page.locator(".number").first().innerText().contains(who.number()));
        for (String text : more) {
            assertTrue(text, page.locator(".result").innerText().contains(text));
        }
        assertEquals(true, page.evaluate("() => document.querySelector('.portrait img').naturalWidth > 50"));
        if (!picture.isEmpty()) {
            chromium.look(page, picture);
            reader.lift();
            page.waitForSelector("card-face.masked");
            assertFalse(page.content().contains(who.number()));
        }
    }

    private void insert(int person) throws IOException {
        laid = true;
        reader.insert(person, 0);
    }
}
