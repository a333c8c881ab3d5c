package org.idrelay.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckDigitTest {

    /** Published specimens, and the synthetic record's (reference §3). */
    @ParameterizedTest
    @ValueSource(strings = {"932682198501010017", "911124198108030024", "990000199001010017"})
    void isRightOnTheSpecimens(String number) {
        assertEquals(number.charAt(17), CheckDigit.of(number.substring(0, 17)));
        assertTrue(CheckDigit.isGood(number));
    }

    @Test
    void mayBeX() {
        String first17 = "99000019900101";
        int withX = 0;
        for (int order = 0; order < 1000; order++) {
            String first = first17 + "%03d".formatted(order);
            char digit = CheckDigit.of(first);
            withX += digit == 'X' ? 1 : 0;
            assertTrue(CheckDigit.isGood(first + digit));
        }
        assertTrue(withX > 0);
    }

    @Test
    void noticesEveryWrongDigitAndEverySwap() {
        String number = "990000199001010017";
        for (int i = 0; i < 17; i++) {
            for (char digit = '0'; digit <= '9'; digit++) {
                if (digit != number.charAt(i)) {
                    assertFalse(CheckDigit.isGood(number.substring(0, i) + digit + number.substring(i + 1)));
                }
            }
        }
        assertFalse(CheckDigit.isGood("990000199001100017"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "99000019900101001", "9900001990010100177", "99000019900101001x", "99000019900101001 "})
    void isNotGoodOnWhatIsNoNumber(String number) {
        assertFalse(CheckDigit.isGood(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "9900001990010100", "990000199001010017", "9900001990010100X"})
    void isOfSeventeenDigitsOnly(String first17) {
        assertThrows(IllegalArgumentException.class, () -> CheckDigit.of(first17));
    }
}
