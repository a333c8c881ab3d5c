package org.idrelay.wire;

/**
 * The accepting peer's answer to Hello: the version in force and the link's limits. Clear.
 *
 * @param version the highest version that both speak. 2 bytes
 * @param role what the accepting peer is. 1 byte
 * @param identity its name. 1 length byte, then 1 to 64 bytes
 * @param software its software and version, for people. 1 length byte, then up to 255 bytes of UTF-8
 * @param heartbeatMillis each side sends a Ping when it sent nothing for that long. 4 bytes
 * @param maxFrameLength the longest frame the link takes, length field included. 4 bytes
 * @param maxSessions the most sessions that may be open on it at once. 4 bytes
 */
public record Welcome(
        int version,
        Role role,
        String identity,
        String software,
        int heartbeatMillis,
        int maxFrameLength,
        int maxSessions)
        implements Message {

    @Override
    public MessageType type() {
        return MessageType.WELCOME;
    }

    @Override
    public void encodeClear(WireWriter out) {
        out.u16(version).u8(role.code()).text(identity).text(software);
        out.u32(heartbeatMillis).u32(maxFrameLength).u32(maxSessions);
    }

    static Welcome decode(WireReader clear, WireReader body) throws WireException {
        return new Welcome(
                clear.u16(),
                Role.ofCode(clear.u8()),
                clear.name(),
                clear.text(),
                clear.u31(),
                clear.u31(),
                clear.u31());
    }
}
