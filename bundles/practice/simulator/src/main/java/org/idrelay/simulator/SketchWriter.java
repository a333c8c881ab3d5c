package org.idrelay.simulator;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.idrelay.api.Bytes;
import org.idrelay.card.CardFile;

/**
 * Writes a photo in the simulated format, a sketch: shapes one above the other. Nobody has published the real format, so
 * this is our own; bundle {@code photo-sketch} draws it and describes it byte for byte. Coordinates are half pixels: 0 to
 * 203 across, 0 to 251 down.
 */
final class SketchWriter {

    private static final byte[] MAGIC = {'S', 'K', 'T', '1'};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    SketchWriter() {
        out.writeBytes(MAGIC);
    }

    SketchWriter background(int rgb) {
        return shape(1, rgb);
    }

    SketchWriter ellipse(int rgb, int x, int y, int halfWidth, int halfHeight) {
        return shape(2, rgb).numbers(x, y, halfWidth, halfHeight);
    }

    /** A closed smooth curve through points x, y, x, y … */
    SketchWriter area(int rgb, int... points) {
        return shape(3, rgb).numbers(points.length / 2).numbers(points);
    }

    /** An open smooth curve through points; its width in half pixels. */
    SketchWriter line(int rgb, int width, int... points) {
        return shape(4, rgb).numbers(width, points.length / 2).numbers(points);
    }

    /**
     * The photo: 1024 bytes. Behind the end stands noise, so that no two people's photos share more than their shapes.
     *
     * @throws IllegalStateException if the shapes take more
     */
    Bytes photo(Random noise) {
        out.write(0);
        byte[] photo = new byte[CardFile.PHOTO.length()];
        noise.nextBytes(photo);
        byte[] sketch = out.toByteArray();
        if (sketch.length > photo.length) {
            throw new IllegalStateException("a sketch of %d bytes is too long".formatted(sketch.length));
        }
        System.arraycopy(sketch, 0, photo, 0, sketch.length);
        return Bytes.of(photo);
    }

    private SketchWriter shape(int kind, int rgb) {
        return numbers(kind, rgb >>> 16, rgb >>> 8, rgb);
    }

    private SketchWriter numbers(int... numbers) {
        for (int number : numbers) {
            out.write(number);
        }
        return this;
    }
}
