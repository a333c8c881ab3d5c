package org.idrelay.card;

/** The last character of an 18-character identity number (GB 11643-1999, ISO 7064 MOD 11-2). */
public final class CheckDigit {

    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

    private static final String DIGITS = "10X98765432";

    private CheckDigit() {}

    /**
     * The check digit for the first 17 characters.
     *
     * @throws IllegalArgumentException if they are not 17 decimal digits
     */
    public static char of(String first17) {
        if (!first17.matches("[0-9]{17}")) {
            throw new IllegalArgumentException("17 digits wanted");
        }
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += (first17.charAt(i) - '0') * WEIGHTS[i];
        }
        return DIGITS.charAt(sum % 11);
    }

    /** Whether a number has 18 characters and the last one fits the others. */
    public static boolean isGood(String number) {
        return number.matches("[0-9]{17}[0-9X]") && of(number.substring(0, 17)) == number.charAt(17);
    }
}
