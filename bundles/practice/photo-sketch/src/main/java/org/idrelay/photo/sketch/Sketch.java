package org.idrelay.photo.sketch;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.photo.PhotoException;

/**
 * A photo in the simulated format while it is drawn: shapes one above the other, in half pixels of a picture of 102 × 126.
 *
 * <pre>
 * "SKT1", then shapes: kind 1, red 1, green 1, blue 1, then by kind
 *   1 background: nothing more
 *   2 ellipse: centre x 1, centre y 1, half width 1, half height 1
 *   3 area: count 1 (3 or more), points x 1, y 1 each: a closed smooth curve through them, filled
 *   4 line: width 1, count 1 (2 or more), points: an open smooth curve
 *   0 end: a single byte; what follows is noise
 * </pre>
 */
final class Sketch {

    static final Bytes MAGIC = Bytes.of((byte) 'S', (byte) 'K', (byte) 'T', (byte) '1');

    private static final int WIDTH = 102;
    private static final int HEIGHT = 126;

    /** Picture pixels per pixel of the format: shapes stay sharp at any size. */
    private static final int ENLARGEMENT = 3;

    /** How far the control points of a smooth curve reach towards the neighbours. */
    private static final double TENSION = 1 / 6.0;

    private final Bytes photo;
    private int position = MAGIC.length();

    private Sketch(Bytes photo) {
        this.photo = photo;
    }

    /** The picture, three times the format's size. */
    static BufferedImage draw(Bytes photo) throws PhotoException {
        BufferedImage image = new BufferedImage(WIDTH * ENLARGEMENT, HEIGHT * ENLARGEMENT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.scale(ENLARGEMENT / 2.0, ENLARGEMENT / 2.0);
            new Sketch(photo).draw(graphics);
        } finally {
            graphics.dispose();
        }
        return image;
    }

    private void draw(Graphics2D graphics) throws PhotoException {
        for (int kind = next(); kind != 0; kind = next()) {
            graphics.setColor(new Color(next(), next(), next()));
            switch (kind) {
                case 1 -> graphics.fillRect(0, 0, 2 * WIDTH, 2 * HEIGHT);
                case 2 -> graphics.fill(ellipse());
                case 3 -> graphics.fill(curve(points(3), true));
                case 4 -> {
                    graphics.setStroke(new BasicStroke(next(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
                    graphics.draw(curve(points(2), false));
                }
                default -> throw broken("a shape of kind " + kind);
            }
        }
    }

    private Ellipse2D ellipse() throws PhotoException {
        int x = next();
        int y = next();
        int halfWidth = next();
        int halfHeight = next();
        return new Ellipse2D.Double(x - halfWidth, y - halfHeight, 2.0 * halfWidth, 2.0 * halfHeight);
    }

    private int[][] points(int least) throws PhotoException {
        int count = next();
        if (count < least) {
            throw broken("a curve through %d points".formatted(count));
        }
        int[][] points = new int[count][2];
        for (int[] point : points) {
            point[0] = next();
            point[1] = next();
        }
        return points;
    }

    /** A Catmull-Rom curve as cubic Bézier pieces. */
    private static Path2D curve(int[][] points, boolean closed) {
        int count = points.length;
        int pieces = closed ? count : count - 1;
        Path2D path = new Path2D.Double();
        path.moveTo(points[0][0], points[0][1]);
        for (int i = 0; i < pieces; i++) {
            int[] before = closed ? points[(i + count - 1) % count] : points[Math.max(0, i - 1)];
            int[] from = points[i];
            int[] to = points[(i + 1) % count];
            int[] after = closed ? points[(i + 2) % count] : points[Math.min(count - 1, i + 2)];
            path.curveTo(
                    from[0] + (to[0] - before[0]) * TENSION,
                    from[1] + (to[1] - before[1]) * TENSION,
                    to[0] - (after[0] - from[0]) * TENSION,
                    to[1] - (after[1] - from[1]) * TENSION,
                    to[0],
                    to[1]);
        }
        if (closed) {
            path.closePath();
        }
        return path;
    }

    private int next() throws PhotoException {
        if (position == photo.length()) {
            throw broken("no end");
        }
        return photo.at(position++);
    }

    private static PhotoException broken(String what) {
        return new PhotoException(FailureCode.PHOTO_FAILED, "a sketch with " + what);
    }
}
