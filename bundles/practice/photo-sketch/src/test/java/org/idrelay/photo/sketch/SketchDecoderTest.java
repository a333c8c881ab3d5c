package org.idrelay.photo.sketch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.photo.PhotoDecoder;
import org.idrelay.api.photo.PhotoException;
import org.idrelay.api.photo.PhotoImage;
import org.idrelay.conformance.PhotoDecoderConformance;
import org.idrelay.simulator.SyntheticPeople;
import org.idrelay.simulator.SyntheticPerson;
import org.junit.jupiter.api.Test;

class SketchDecoderTest implements PhotoDecoderConformance {

    private static final int KINDS = 5;

    private final SketchDecoder decoder = new SketchDecoder();

    @Override
    public PhotoDecoder decoder() {
        return decoder;
    }

    @Override
    public Bytes photo() {
        return SyntheticPeople.all().get(0).photo();
    }

    @Test
    void drawsAFaceOfItsOwnForEveryPerson() throws Exception {
        Set<Bytes> pictures = new HashSet<>();
        Path folder = Files.createDirectories(Path.of("target", "faces"));
        int number = 0;
        for (SyntheticPerson person : SyntheticPeople.all()) {
            assertTrue(decoder.recognises(person.photo()));
            PhotoImage picture = decoder.decode(person.photo());
            Files.write(folder.resolve(number++ + ".png"), picture.content().toArray());
            assertEquals("image/png", picture.mediaType());
            BufferedImage image =
                    ImageIO.read(new ByteArrayInputStream(picture.content().toArray()));
            assertEquals(3 * 102, image.getWidth());
            assertEquals(3 * 126, image.getHeight());
            assertTrue(colours(image) > 8, "a face has more colours than that");
            pictures.add(picture.content());
        }
        assertEquals(SyntheticPeople.all().size(), pictures.size());
    }

    @Test
    void drawsEveryKindOfShapeWhereItStands() throws Exception {
        Bytes photo = Sketch.MAGIC.plus(Bytes.ofHex("01 102030"
                + "02 FF0000 32 32 0A 14"
                + "03 00FF00 04 6464 9664 9696 6496"
                + "04 0000FF 0A 02 14C8 B4C8"
                + "00 FFFF"));
        BufferedImage image = ImageIO.read(
                new ByteArrayInputStream(decoder.decode(photo).content().toArray()));
        assertEquals(0xFF102030, at(image, 1, 1));
        assertEquals(0xFFFF0000, at(image, 50, 50));
        assertEquals(0xFFFF0000, at(image, 50, 68));
        assertEquals(0xFF102030, at(image, 64, 50));
        assertEquals(0xFF00FF00, at(image, 125, 125));
        assertEquals(0xFF0000FF, at(image, 100, 200));
        assertEquals(0xFF102030, at(image, 100, 212));
    }

    @Test
    void refusesASketchThatIsCutAnywhere() {
        Bytes whole = Sketch.MAGIC.plus(
                Bytes.ofHex("01102030 02FF000032320A14 0300FF0003646496649696 040000FF020214C8B4C8 00"));
        assertTrue(decodes(whole));
        for (int length = Sketch.MAGIC.length(); length < whole.length(); length++) {
            assertFalse(decodes(whole.slice(0, length)));
        }
    }

    @Test
    void refusesShapesOfNoKnownKindAndCurvesThroughTooFewPoints() {
        for (int kind = KINDS; kind < 256; kind++) {
            assertFalse(decodes(Sketch.MAGIC.plus(Bytes.of((byte) kind, (byte) 0, (byte) 0, (byte) 0, (byte) 0))));
        }
        assertFalse(decodes(Sketch.MAGIC.plus(Bytes.ofHex("03000000 02 01010202 00"))));
        assertFalse(decodes(Sketch.MAGIC.plus(Bytes.ofHex("04000000 01 01 0101 00"))));
    }

    @Test
    void knowsNoOtherFormat() {
        assertFalse(decoder.recognises(Bytes.EMPTY));
        assertFalse(decoder.recognises(Bytes.ofHex("574C6600")));
    }

    @Test
    void saysThatThePhotoFailedAndNothingOfIt() {
        PhotoException failed = assertThrows(PhotoException.class, () -> decoder.decode(Sketch.MAGIC));
        assertEquals(FailureCode.PHOTO_FAILED, failed.code());
        assertEquals("a sketch with no end", failed.getMessage());
    }

    private boolean decodes(Bytes photo) {
        try {
            decoder.decode(photo);
            return true;
        } catch (PhotoException e) {
            return false;
        }
    }

    /** The colour at half pixels of the format. */
    private static int at(BufferedImage image, int x, int y) {
        return image.getRGB(x * 3 / 2, y * 3 / 2);
    }

    private static int colours(BufferedImage image) {
        Set<Integer> colours = new HashSet<>();
        for (int x = 0; x < image.getWidth(); x += 5) {
            for (int y = 0; y < image.getHeight(); y += 5) {
                colours.add(image.getRGB(x, y));
            }
        }
        return colours.size();
    }
}
