package org.idrelay.reader.pcsc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.ReaderException;

/** The data objects of a transparent session: tag of one or two bytes, length as in BER, value. */
final class DataObjects {

    private final Map<Integer, Bytes> values = new LinkedHashMap<>();

    private DataObjects() {}

    /** Reads what a reader sent; of two with one tag the last counts. */
    static DataObjects parse(Bytes bytes) throws ReaderException {
        DataObjects objects = new DataObjects();
        try {
            int at = 0;
            while (at < bytes.length()) {
                int tag = bytes.at(at++);
                if ((tag & 0x1F) == 0x1F) {
                    tag = tag << 8 | bytes.at(at++);
                }
                int length = bytes.at(at++);
                if (length > 0x7F) {
                    int more = length & 0x7F;
                    length = 0;
                    for (int i = 0; i < Math.min(more, 3); i++) {
                        length = length << 8 | bytes.at(at++);
                    }
                }
                objects.values.put(tag, bytes.slice(at, at + length));
                at += length;
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new ReaderException(FailureCode.READER_FAULT, "the reader's answer was cut short", e);
        }
        return objects;
    }

    Optional<Bytes> get(int tag) {
        return Optional.ofNullable(values.get(tag));
    }

    /** One object, as it is sent. */
    static Bytes object(int tag, Bytes value) {
        Bytes head = tag > 0xFF ? Bytes.of((byte) (tag >>> 8), (byte) tag) : Bytes.of((byte) tag);
        Bytes length =
                value.length() > 0x7F ? Bytes.of((byte) 0x81, (byte) value.length()) : Bytes.of((byte) value.length());
        return head.plus(length).plus(value);
    }
}
