package org.idrelay.card;

import org.idrelay.api.Bytes;

/** ISO/IEC 14443-3 type B frames: data and its CRC_B, low byte first (reflected 0x8408, from FFFF, inverted). */
public final class TypeBFrame {

    private static final int CRC_LENGTH = 2;

    /** The longest data of a frame: 256 bytes with CRC_B. */
    public static final int MAX_DATA_LENGTH = 256 - CRC_LENGTH;

    private TypeBFrame() {}

    /** The bytes on air: the data, then its CRC_B. */
    public static Bytes seal(Bytes data) {
        return data.plus(crc(data));
    }

    /**
     * The data of bytes from the air.
     *
     * @throws MalformedException if there is no data, or the CRC_B is wrong
     */
    public static Bytes open(Bytes frame) throws MalformedException {
        if (frame.length() <= CRC_LENGTH) {
            throw new MalformedException("type B frame of " + frame.length() + " bytes");
        }
        Bytes data = frame.slice(0, frame.length() - CRC_LENGTH);
        if (!frame.endsWith(crc(data))) {
            throw new MalformedException("wrong CRC_B on " + data.length() + " bytes");
        }
        return data;
    }

    /** The CRC_B of some data: 2 bytes, low byte first. */
    public static Bytes crc(Bytes data) {
        int crc = 0xFFFF;
        for (int i = 0; i < data.length(); i++) {
            crc ^= data.at(i);
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0x8408;
            }
        }
        crc = ~crc;
        return Bytes.of((byte) crc, (byte) (crc >>> 8));
    }
}
