package org.idrelay.api.record;

/**
 * The holder's sex.
 *
 * @param code of GB/T 2261.1, as it came
 */
public record Sex(String code) {

    /** The code in Chinese; one that nobody defined as it came. */
    public String words() {
        return switch (code) {
            case "0" -> "未知";
            case "1" -> "男";
            case "2" -> "女";
            case "9" -> "未说明";
            default -> code;
        };
    }
}
