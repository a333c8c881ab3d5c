package org.idrelay.load;

/**
 * What befalls the bytes of a connection on their way.
 *
 * @param delayMillis how long everything takes
 * @param jitterMillis how much longer at most, at random; what came first still goes first
 * @param sliceBytes bytes go on in pieces of at most so many, of random length; 0 = as they came
 * @param gapMillis how much time lies between two pieces
 */
public record Faults(int delayMillis, int jitterMillis, int sliceBytes, int gapMillis) {

    /** Everything passes as it came. */
    public static final Faults NONE = new Faults(0, 0, 0, 0);

    public Faults {
        if (delayMillis < 0 || jitterMillis < 0 || sliceBytes < 0 || gapMillis < 0) {
            throw new IllegalArgumentException("negative fault");
        }
    }

    /** A long way, whose length varies. */
    public static Faults delayed(int delayMillis, int jitterMillis) {
        return new Faults(delayMillis, jitterMillis, 0, 0);
    }

    /** Pieces that follow each other at once. */
    public static Faults sliced(int sliceBytes) {
        return new Faults(0, 0, sliceBytes, 0);
    }

    /** A byte at a time. */
    public static Faults dripping(int gapMillis) {
        return new Faults(0, 0, 1, gapMillis);
    }
}
