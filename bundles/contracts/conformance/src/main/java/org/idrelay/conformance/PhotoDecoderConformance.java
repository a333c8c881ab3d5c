package org.idrelay.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.photo.PhotoDecoder;
import org.idrelay.api.photo.PhotoException;
import org.idrelay.api.photo.PhotoImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every decoder of photos must do, as {@link PhotoDecoder} says. Implement it in a test class of your own with your
 * decoder and a photo that it knows.
 */
@Timeout(60)
public interface PhotoDecoderConformance {

    /** How a picture of that kind begins. */
    Map<String, Bytes> BEGINNINGS = Map.of(
            "image/png",
            Bytes.ofHex("89504E47"),
            "image/jpeg",
            Bytes.ofHex("FFD8FF"),
            "image/bmp",
            Bytes.ofHex("424D"));

    /** A decoder with its usual limits. */
    PhotoDecoder decoder();

    /** A photo as on a card, 1024 bytes, that it can decode. */
    Bytes photo();

    @Test
    default void hasAName() {
        assertFalse(decoder().name().isBlank());
    }

    @Test
    default void decodesToAPictureThatBrowsersShow() throws Exception {
        assertTrue(decoder().recognises(photo()));
        PhotoImage picture = decoder().decode(photo());
        Bytes beginning = BEGINNINGS.get(picture.mediaType());
        assertTrue(beginning != null && picture.content().startsWith(beginning), picture.mediaType());
    }

    @Test
    default void decodesSeveralAtATime() throws Exception {
        PhotoDecoder decoder = decoder();
        PhotoImage picture = decoder.decode(photo());
        List<CompletableFuture<PhotoImage>> decoded = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            decoded.add(CompletableFuture.supplyAsync(() -> decodeWith(decoder)));
        }
        for (CompletableFuture<PhotoImage> one : decoded) {
            assertEquals(picture, one.get());
        }
    }

    @Test
    default void looksAtPhotosOfEveryLengthWithoutHarm() {
        for (int length = 0; length < photo().length(); length += 1 + length / 16) {
            decoder().recognises(photo().slice(0, length));
        }
    }

    @Test
    default void saysPhotoFailedOfAPhotoThatIsCut() {
        PhotoException failed =
                assertThrows(PhotoException.class, () -> decoder().decode(photo().slice(0, 8)));
        assertEquals(FailureCode.PHOTO_FAILED, failed.code());
    }

    private PhotoImage decodeWith(PhotoDecoder decoder) {
        try {
            return decoder.decode(photo());
        } catch (PhotoException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
