package org.idrelay.simulator;

import java.util.Random;
import org.idrelay.api.Bytes;

/** A drawn face for a person who does not exist: the same person always has the same one. */
final class Face {

    private static final int THIS_YEAR = 2026;
    private static final int GREY_AGE = 58;
    private static final int CHILD_AGE = 12;

    private static final int[] SKINS = {0xF3CDA6, 0xEBBE94, 0xE2AF83, 0xF6D7B8, 0xD9A074};
    private static final int[] HAIRS = {0x17130F, 0x221A16, 0x2E211B, 0x3A2A20, 0x1B1B1F};
    private static final int[] CLOTHES = {0x2F4858, 0x33658A, 0x7A3B46, 0x4A5D3A, 0x5B4B7A, 0x3C3C44, 0x8A6A3B, 0x1F5E5B
    };
    private static final int BACKGROUND = 0xE9EEF2;
    private static final int GREY_HAIR = 0xB9B7B2;
    private static final int LIPS = 0xB65D57;
    private static final int INK = 0x2A211C;

    private final Random random;
    private final boolean woman;
    private final int age;
    private final int skin;
    private final int hair;
    private final int wide;
    private final SketchWriter sketch = new SketchWriter();

    private Face(Random random, boolean woman, int age) {
        this.random = random;
        this.woman = woman;
        this.age = age;
        skin = one(SKINS);
        hair = age >= GREY_AGE ? GREY_HAIR : one(HAIRS);
        wide = 44 + random.nextInt(6);
    }

    /** The face for a number, sex and date of birth as they stand on the card. */
    static Face of(String number, String sex, String birth) {
        int age = THIS_YEAR - Integer.parseInt(birth.substring(0, 4));
        return new Face(new Random(number.hashCode()), sex.equals("2"), age);
    }

    /** The photo for the card: 1024 bytes in the simulated format. */
    Bytes photo() {
        sketch.background(BACKGROUND);
        if (woman) {
            hairBehind();
        }
        body();
        head();
        hairAbove();
        eyes();
        noseAndMouth();
        if (age >= GREY_AGE) {
            wrinkles();
        }
        if (random.nextInt(3) == 0 && age > CHILD_AGE) {
            glasses();
        }
        return sketch.photo(random);
    }

    private void hairBehind() {
        int length = 190 + random.nextInt(40);
        sketch.area(hair, 102, 34, 152, 60, 162, 120, 158, length, 102, length + 6, 46, length, 42, 120, 52, 60);
    }

    private void body() {
        int clothes = one(CLOTHES);
        sketch.area(darker(skin), 84, 170, 120, 170, 124, 212, 102, 224, 80, 212);
        sketch.area(clothes, 0, 251, 8, 226, 50, 208, 78, 200, 102, 226, 126, 200, 154, 208, 196, 226, 203, 251);
        sketch.area(0xF7F7F4, 82, 198, 102, 226, 122, 198, 130, 206, 104, 240, 100, 240, 74, 206);
        sketch.area(skin, 86, 190, 118, 190, 114, 206, 102, 220, 90, 206);
    }

    private void head() {
        int left = 102 - wide;
        int right = 102 + wide;
        sketch.ellipse(darker(skin), left, 124, 8, 14).ellipse(darker(skin), right, 124, 8, 14);
        int chin = age <= CHILD_AGE ? 182 : 190;
        sketch.area(
                skin,
                102,
                52,
                right - 8,
                70,
                right,
                116,
                right - 10,
                158,
                124,
                chin - 6,
                102,
                chin,
                80,
                chin - 6,
                left + 10,
                158,
                left,
                116,
                left + 8,
                70);
        int blush = mixed(skin, 0xE07A6A);
        sketch.ellipse(blush, left + 22, 146, 9, 6).ellipse(blush, right - 22, 146, 9, 6);
    }

    private void hairAbove() {
        int left = 100 - wide;
        int right = 104 + wide;
        switch (woman ? 3 + random.nextInt(3) : random.nextInt(3)) {
            case 0 ->
                sketch.area(
                        hair, left, 112, left + 2, 66, 72, 40, 102, 36, 136, 40, right - 2, 66, right, 112, right - 8,
                        86, 128, 72, 84, 74, left + 8, 88);
            case 1 ->
                sketch.area(
                        hair, left, 106, left, 62, 78, 34, 130, 34, right, 62, right, 106, right - 8, 92, 132, 82, 96,
                        66, left + 10, 90);
            case 2 ->
                sketch.area(
                        hair, left, 100, left + 4, 66, 102, 40, right - 4, 66, right, 100, right - 6, 78, 102, 62,
                        left + 6, 78);
            case 3 ->
                sketch.area(
                        hair, left, 136, left - 4, 70, 102, 32, right + 4, 70, right, 136, right - 8, 100, 122, 76, 102,
                        64, 82, 76, left + 8, 100);
            case 4 ->
                sketch.area(
                        hair, left, 126, left - 2, 66, 96, 30, right + 2, 66, right, 126, right - 6, 104, 138, 92, 72,
                        90, left + 6, 104);
            default ->
                sketch.ellipse(hair, 102, 32, 24, 18)
                        .area(
                                hair, left, 116, left, 66, 102, 38, right, 66, right, 116, right - 8, 84, 102, 66,
                                left + 8, 84);
        }
    }

    private void eyes() {
        int apart = 21 + random.nextInt(3);
        int height = 5 + random.nextInt(2) + (age <= CHILD_AGE ? 2 : 0);
        int brow = age >= GREY_AGE ? mixed(hair, 0x6B6660) : hair;
        for (int side : new int[] {-1, 1}) {
            int x = 102 + side * apart;
            sketch.ellipse(0xFCFBF8, x, 122, 10, height)
                    .ellipse(INK, x, 122, 5, 5)
                    .ellipse(0xFFFFFF, x + 2, 120, 1, 1);
            sketch.line(INK, 2, x - 11, 122, x - 5, 116, x + 5, 116, x + 11, 122);
            sketch.line(brow, woman ? 3 : 5, x - 12, 106, x, 101 - random.nextInt(2), x + 12, 106);
        }
    }

    private void noseAndMouth() {
        sketch.line(darker(skin), 3, 104, 128, 108, 146, 102, 150, 96, 148);
        int smile = 3 + random.nextInt(5);
        if (woman) {
            sketch.area(LIPS, 86, 166, 96, 163, 102, 165, 108, 163, 118, 166, 102, 170 + smile);
        } else {
            sketch.line(mixed(LIPS, skin), 4, 86, 166, 102, 166 + smile, 118, 166);
        }
        sketch.line(darker(LIPS), 1, 86, 166, 102, 167 + smile / 2, 118, 166);
    }

    private void wrinkles() {
        int line = darker(skin);
        sketch.line(line, 1, 80, 82, 102, 79, 124, 82).line(line, 1, 84, 90, 102, 88, 120, 90);
        sketch.line(line, 2, 80, 148, 76, 158, 77, 166).line(line, 2, 124, 148, 128, 158, 127, 166);
        sketch.line(line, 1, 72, 134, 80, 137, 90, 134).line(line, 1, 114, 134, 124, 137, 132, 134);
    }

    private void glasses() {
        int frame = 0x39424A;
        for (int x : new int[] {80, 124}) {
            sketch.line(
                    frame, 3, x - 16, 122, x - 10, 112, x, 110, x + 10, 112, x + 16, 122, x + 10, 133, x, 135, x - 10,
                    133, x - 16, 122);
        }
        sketch.line(frame, 3, 96, 119, 102, 116, 108, 119);
        sketch.line(frame, 3, 64, 120, 58, 118).line(frame, 3, 140, 120, 146, 118);
    }

    private int one(int[] of) {
        return of[random.nextInt(of.length)];
    }

    private static int darker(int rgb) {
        return mixed(rgb, 0x5A3A28, 3);
    }

    private static int mixed(int rgb, int other) {
        return mixed(rgb, other, 2);
    }

    /** Of {@code other} one part in so many. */
    private static int mixed(int rgb, int other, int parts) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int channel = ((rgb >>> shift & 0xFF) * (parts - 1) + (other >>> shift & 0xFF)) / parts;
            mixed |= channel << shift;
        }
        return mixed;
    }
}
