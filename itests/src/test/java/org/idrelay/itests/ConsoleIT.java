package org.idrelay.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String USER = "zhang";
    private static final String OPERATOR = "wang";
    private static final String VIEWER = "zhao";
    private static final String PASSWORD = UUID.randomUUID().toString();
    private static final int WIDE = 1280;
    private static final int PHONE = 390;
    private static final int MASK_SECONDS = 30;

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
    private static KarafProcess karaf;

    @SuppressWarnings("NullAway.Init") // set before any test
    private static ProbedReader reader;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Page page;

    private boolean laid;

    @BeforeClass
    public static void start() throws Exception {
        chromium = new Chromium();
        karaf = new KarafProcess("console").configureDemo();
        Path etc = karaf.home().resolve("etc");
        Files.writeString(
                etc.resolve("users.properties"),
                "\n%s = %s,clerk\n%s = %2$s,operator\n%s = %2$s,viewer\n".formatted(USER, PASSWORD, OPERATOR, VIEWER),
                StandardOpenOption.APPEND);
        karaf.configure(
                "org.idrelay.console",
                Map.of(
                        "clerkReaders",
                        USER + "=reader-1",
                        "maskSeconds",
                        Integer.toString(MASK_SECONDS),
                        "cardGoneSeconds",
                        "1"));
        karaf.configure("org.idrelay.terminal", Map.of("wanted", "text-photo,address"));
        karaf.configure("org.ops4j.pax.web", Map.of("org.osgi.service.http.secure.enabled", "true"));
        makeKeyStore(etc);
        reader = new ProbedReader(karaf);
        karaf.install(
                        "idrelay-terminal",
                        "idrelay-server",
                        "idrelay-verifier-host",
                        "idrelay-verifier-sam",
                        "idrelay-simulator",
                        "idrelay-console")
                .start();
        reader.attach();
        awaitVerifiers();
    }

    @AfterClass
    public static void stop() throws IOException {
        if (karaf != null) {
            karaf.close();
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
        openOperations(OPERATOR);
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
        openOperations(VIEWER);
        page.waitForSelector(".lamp.CONNECTED");
        assertEquals(0, page.locator(".table button").count());
    }

    @Test
    public void aClerkSeesNothingOfOperations() {
        openOperations(USER);
        page.navigate(address("/operations"));
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
        SyntheticPerson person = SyntheticPeople.all().get(RESIDENT);
        assertFalse(page.content().contains(person.name()));
        assertFalse(page.content().contains(person.number()));
        page.reload();
        page.waitForSelector(".slot.waiting");
        assertEquals(0, page.locator("card-face").count());
    }

    @Test
    public void withoutADecoderASilhouetteSaysWhy() throws IOException {
        logIn("");
        karaf.run("bundle:stop org.idrelay.photo.sketch");
        try {
            insert(RESIDENT);
            page.locator(".photo-why").waitFor();
            assertTrue(page.locator(".photo-why").innerText().contains("PHOTO_UNKNOWN"));
            assertTrue(page.locator(".portrait svg").isVisible());
        } finally {
            karaf.run("bundle:start org.idrelay.photo.sketch");
        }
    }

    @Test
    public void overHttpsTheCookieIsForHttpsOnly() throws IOException {
        page.navigate("https://127.0.0.1:%d/".formatted(karaf.port("https")));
        logInHere();
        page.waitForSelector(".slot.waiting");
        Cookie cookie = page.context().cookies().get(0);
        assertTrue(cookie.secure);
        assertTrue(cookie.httpOnly);
    }

    private static String address(String path) {
        return "http://127.0.0.1:%d%s".formatted(karaf.port("http"), path);
    }

    /** Logs in: who is no clerk comes to the operations page. */
    private void openOperations(String user) {
        page.navigate(address("/operations"));
        logInHere(user);
        page.waitForSelector(user.equals(USER) ? ".stage" : ".tiles");
    }

    /** Logs in over HTTP; takes a picture of the login if it gets a name. */
    private void logIn(String picture) {
        page.navigate(address("/"));
        if (!picture.isEmpty()) {
            page.waitForSelector("#user");
            chromium.look(page, picture);
        }
        logInHere();
    }

    private void logInHere() {
        logInHere(USER);
        page.waitForSelector(".stage");
    }

    private void logInHere(String user) {
        page.locator("#user").fill(user);
        page.locator("#password").fill(PASSWORD);
        page.keyboard().press("Enter");
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

    private static void awaitVerifiers() {
        await("three verifiers")
                .atMost(LIMIT)
                .until(() -> karaf.run("idrelay:verifier-list")
                                .lines()
                                .filter(line -> line.contains("IDLE"))
                                .count()
                        == 3);
        await("terminal")
                .atMost(LIMIT)
                .until(() -> karaf.run("idrelay:terminal-list").contains("t-01"));
    }

    /** As docs/console.md tells operators to. */
    private static void makeKeyStore(Path etc) throws IOException, InterruptedException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(List.of(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "console",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        etc.resolve("console.p12").toString(),
                        "-storepass:file",
                        etc.resolve("secrets/idrelay-keys").toString()))
                .inheritIO()
                .start();
        assertEquals(0, process.waitFor());
    }
}
