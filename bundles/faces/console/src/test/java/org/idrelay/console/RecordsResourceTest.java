package org.idrelay.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.photo.PhotoDecoder;
import org.idrelay.api.photo.PhotoException;
import org.idrelay.api.photo.PhotoImage;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.record.RecordField;
import org.idrelay.operations.audit.AuditCheck;
import org.idrelay.operations.audit.AuditEntry;
import org.idrelay.operations.audit.AuditTrail;
import org.idrelay.simulator.SyntheticPeople;
import org.idrelay.simulator.SyntheticPerson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordsResourceTest {

    private static final String CURRENT = RecordsResource.PATH + "/current?reader=reader-1";
    private static final String PHOTO = RecordsResource.PATH + "/current/photo?reader=reader-1";
    private static final String HIDE = RecordsResource.PATH + "/current/hide?reader=reader-1";

    private final Trail trail = new Trail();
    private final Decoder decoder = new Decoder();
    private final ConsoleServer server = new ConsoleServer();

    /** Remembers, or refuses. */
    private static final class Trail implements AuditTrail {

        private final List<AuditEntry> entries = new ArrayList<>();
        private boolean full;

        @Override
        public void write(AuditEntry entry) throws IOException {
            if (full) {
                throw new IOException("full");
            }
            entries.add(entry);
        }

        @Override
        public AuditCheck verify() {
            return new AuditCheck(entries.size(), "", "");
        }
    }

    /** Knows everything, or nothing; the picture is four bytes. */
    private static final class Decoder implements PhotoDecoder {

        private boolean knows = true;
        private boolean fails;
        private String mediaType = "image/png";

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public boolean recognises(Bytes photo) {
            return knows;
        }

        @Override
        public PhotoImage decode(Bytes photo) throws PhotoException {
            if (fails) {
                throw new PhotoException(FailureCode.PHOTO_FAILED, "fails");
            }
            return new PhotoImage(mediaType, Bytes.of(new byte[] {1, 2, 3, 4}));
        }
    }

    @BeforeEach
    void start() throws Exception {
        server.add(
                        new RecordsResource(server.display, new Photos(decoder), trail, server.clock::get),
                        RecordsResource.PATH + "/*")
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private void show(IdentityRecord record) {
        server.display.deliver(record, Records.presence("reader-1"));
    }

    static List<SyntheticPerson> everybody() {
        return SyntheticPeople.all();
    }

    @ParameterizedTest
    @MethodSource("everybody")
    void everyDocumentArrivesWithAllItsFields(SyntheticPerson person) throws Exception {
        IdentityRecord record = Records.of(person);
        show(record);
        HttpResponse<String> answer = server.as("clerk").get(CURRENT);
        assertEquals(200, answer.statusCode());
        assertEquals(record.type().name(), Browser.json(answer).path("document").textValue());
        for (RecordField field : record.fields()) {
            assertEquals(
                    field.text(),
                    Browser.json(answer)
                            .path("fields")
                            .path(field.key().jsonName())
                            .path("text")
                            .textValue(),
                    field.key().name());
        }
        assertEquals(60, Browser.json(answer).path("secondsLeft").intValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "viewer", "operator", "auditor", "admin"})
    void nobodyButItsClerkSeesTheRecordOrThePhotoOrHidesIt(String user) throws Exception {
        show(Records.first());
        Browser browser = server.as(user);
        assertEquals("NOT_ALLOWED", Browser.code(browser.get(CURRENT)));
        assertEquals("NOT_ALLOWED", Browser.code(browser.get(PHOTO)));
        assertEquals("NOT_ALLOWED", Browser.code(browser.post(HIDE)));
        assertEquals(List.of(), trail.entries);
    }

    @Test
    void eachLookIsWrittenDownWithThePhotoAsOne() throws Exception {
        IdentityRecord record = Records.first();
        show(record);
        Browser clerk = server.as("clerk");
        clerk.get(CURRENT);
        clerk.get(PHOTO);
        assertEquals(
                List.of(new AuditEntry(AuditEntry.Action.LOOK, "clerk", "t-01", "reader-1", "", "ok", record.number())),
                trail.entries);
        clerk.get(CURRENT);
        assertEquals(2, trail.entries.size());
    }

    @Test
    void aPhotoAloneIsALookToo() throws Exception {
        show(Records.first());
        server.as("clerk").get(PHOTO);
        assertEquals(1, trail.entries.size());
    }

    @Test
    void nothingIsShownThatIsNotWrittenDown() throws Exception {
        IdentityRecord record = Records.first();
        show(record);
        trail.full = true;
        HttpResponse<String> answer = server.as("clerk").get(CURRENT);
        assertEquals(503, answer.statusCode());
        assertEquals("AUDIT_FAILED", Browser.code(answer));
        assertFalse(answer.body().contains(record.number()));
        assertEquals("AUDIT_FAILED", Browser.code(server.as("clerk").get(PHOTO)));
    }

    @Test
    void withoutARecordThereIsNone() throws Exception {
        assertEquals("NO_RECORD", Browser.code(server.as("clerk").get(CURRENT)));
        assertEquals(
                400, server.as("clerk").get(RecordsResource.PATH + "/current").statusCode());
        assertEquals(
                404,
                server.as("clerk")
                        .get(RecordsResource.PATH + "/all?reader=reader-1")
                        .statusCode());
    }

    @Test
    void whatIsHiddenIsForgotten() throws Exception {
        show(Records.first());
        assertEquals(200, server.as("clerk").post(HIDE).statusCode());
        assertEquals("NO_RECORD", Browser.code(server.as("clerk").get(CURRENT)));
        assertEquals("NO_RECORD", Browser.code(server.as("clerk").get(PHOTO)));
    }

    @Test
    void thePhotoIsThePictureThatADecoderMakes() throws Exception {
        show(Records.first());
        HttpResponse<byte[]> answer = server.client()
                .send(server.as("clerk").request(PHOTO).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertEquals("image/png", answer.headers().firstValue("Content-Type").orElse(""));
        assertArrayEquals(new byte[] {1, 2, 3, 4}, answer.body());
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
    }

    @Test
    void withoutADecoderThePageIsToldWhy() throws Exception {
        show(Records.first());
        decoder.knows = false;
        assertEquals("PHOTO_UNKNOWN", Browser.code(server.as("clerk").get(PHOTO)));
    }

    @Test
    void aDecoderThatFailsIsToldApart() throws Exception {
        show(Records.first());
        decoder.fails = true;
        assertEquals("PHOTO_FAILED", Browser.code(server.as("clerk").get(PHOTO)));
        decoder.fails = false;
        decoder.mediaType = "text/html";
        assertEquals("PHOTO_FAILED", Browser.code(server.as("clerk").get(PHOTO)));
    }
}
