package org.idrelay.wire;

/**
 * The dialling peer's first message on a link: who it is and which versions it speaks. Clear.
 *
 * @param minVersion the lowest protocol version it speaks. 2 bytes
 * @param maxVersion the highest. 2 bytes
 * @param role what it is. 1 byte
 * @param identity its name; with TLS, that of its certificate. 1 length byte, then 1 to 64 bytes
 * @param software its software and version, for people. 1 length byte, then up to 255 bytes of UTF-8
 */
public record Hello(int minVersion, int maxVersion, Role role, String identity, String software) implements Message {

    @Override
    public MessageType type() {
        return MessageType.HELLO;
    }

    @Override
    public void encodeClear(WireWriter out) {
        out.u16(minVersion).u16(maxVersion).u8(role.code()).text(identity).text(software);
    }

    static Hello decode(WireReader clear, WireReader body) throws WireException {
        return new Hello(clear.u16(), clear.u16(), Role.ofCode(clear.u8()), clear.name(), clear.text());
    }
}
