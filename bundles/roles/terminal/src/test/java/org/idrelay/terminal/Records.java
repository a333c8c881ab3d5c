package org.idrelay.terminal;

import java.nio.charset.StandardCharsets;
import org.idrelay.api.Bytes;
import org.idrelay.card.HostFrame;

/** The synthetic record of the domain reference, and what can be wrong with one. */
final class Records {

    private Records() {}

    /** The verifier's whole answer: text and photo. */
    static Bytes hostFrame() {
        return hostFrame(" ");
    }

    /** The same for a document of that type. */
    static Bytes hostFrame(String type) {
        String text = pad("张测试", 15)
                + "1"
                + "01"
                + "19900101"
                + pad("模拟省测试市样例路1号", 35)
                + "990000199001010017"
                + pad("测试公安局", 15)
                + "20200101"
                + "20400101"
                + pad("", 14)
                + pad(type, 4);
        Bytes photo = Bytes.of(new byte[1024]);
        Bytes data = Bytes.ofHex("01000400")
                .plus(Bytes.of(text.getBytes(StandardCharsets.UTF_16LE)))
                .plus(photo);
        return HostFrame.response(0, 0x90, data).encode();
    }

    private static String pad(String text, int length) {
        return text + " ".repeat(length - text.length());
    }
}
