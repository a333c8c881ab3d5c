package org.idrelay.api.record;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.idrelay.api.Bytes;

/**
 * A record in words for a person who is to see it: a display, a console. It is the one place where a record becomes
 * text; never give its lines to a log.
 */
public final class RecordText {

    private static final int PHOTO_DIGEST_LENGTH = 8;

    /** GB/T 3304: code and name. */
    private static final List<String> ETHNIC_GROUPS = List.of(
            ("01汉 02蒙古 03回 04藏 05维吾尔 06苗 07彝 08壮 09布依 10朝鲜 11满 12侗 13瑶 14白 15土家 16哈尼 17哈萨克 18傣 19黎 20傈僳 21佤 22畲 23高山"
                            + " 24拉祜 25水 26东乡 27纳西 28景颇 29柯尔克孜 30土 31达斡尔 32仫佬 33羌 34布朗 35撒拉 36毛南 37仡佬 38锡伯 39阿昌"
                            + " 40普米 41塔吉克 42怒 43乌孜别克 44俄罗斯 45鄂温克 46德昂 47保安 48裕固 49京 50塔塔尔 51独龙 52鄂伦春 53赫哲 54门巴"
                            + " 55珞巴 56基诺 97其他 98外国血统中国籍人士")
                    .split(" "));

    private RecordText() {}

    /** The record's fields, one line each with the words that stand on the card, and the photo's digest. */
    public static List<String> lines(IdentityRecord identity) {
        if (identity instanceof ResidentRecord resident) {
            return linesOf(resident);
        }
        throw new IllegalArgumentException(
                "no words for a " + identity.getClass().getSimpleName());
    }

    private static List<String> linesOf(ResidentRecord resident) {
        return List.of(
                "姓名 " + resident.name(),
                "性别 " + sex(resident.sex()),
                "民族 " + ethnicGroup(resident.ethnicGroup()),
                "出生 " + resident.birth(),
                "住址 " + resident.address(),
                "公民身份号码 " + resident.number() + (resident.checkDigitGood() ? "" : " (check digit wrong)"),
                "签发机关 " + resident.issuer(),
                "有效期自 " + resident.validFrom(),
                "有效期至 " + resident.validTo(),
                "photo %d bytes, SHA-256 %s…".formatted(resident.photo().length(), digest(resident.photo())));
    }

    /** GB/T 2261.1. */
    private static String sex(String code) {
        return switch (code) {
            case "0" -> "未知";
            case "1" -> "男";
            case "2" -> "女";
            case "9" -> "未说明";
            default -> code;
        };
    }

    private static String ethnicGroup(String code) {
        return ETHNIC_GROUPS.stream()
                .filter(group -> code.length() == 2 && group.startsWith(code))
                .findFirst()
                .map(group -> group.substring(2))
                .orElse(code);
    }

    private static String digest(Bytes photo) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(photo.toArray());
            return HexFormat.of().formatHex(Arrays.copyOf(digest, PHOTO_DIGEST_LENGTH));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
