package org.idrelay.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.idrelay.api.Bytes;
import org.idrelay.api.record.DocumentType;
import org.idrelay.card.CardFile;
import org.idrelay.card.HostFrame;

/**
 * A person who does not exist, and what stands on the card. Numbers have area codes that no place has.
 *
 * @param holder what is printed on the card
 * @param text the text part of the record: 256 bytes, UTF-16LE, padded with spaces (reference §3)
 * @param photo a drawn face: 1024 bytes in the simulated format, as nobody has published the real one
 * @param fingerprints whether the card carries fingerprints
 * @param additionalAddress empty on a card without
 */
public record SyntheticPerson(
        DocumentType type, Holder holder, Bytes text, Bytes photo, boolean fingerprints, String additionalAddress) {

    /**
     * Whose card it is.
     *
     * @param name the Chinese one where there are two
     * @param sex code of GB/T 2261.1
     * @param birth {@code yyyymmdd}
     * @param address empty on cards of foreigners
     */
    public record Holder(String name, String sex, String birth, String address, String number) {

        @Override
        public String toString() {
            return "synthetic person";
        }
    }

    public String name() {
        return holder.name();
    }

    public String birth() {
        return holder.birth();
    }

    public String address() {
        return holder.address();
    }

    public String number() {
        return holder.number();
    }

    /** Bytes in place of fingerprints, this person's own; empty for a person without. */
    public Bytes fingerprintData() {
        if (!fingerprints) {
            return Bytes.EMPTY;
        }
        int start = number().hashCode();
        byte[] bytes = new byte[CardFile.FINGERPRINT.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (start + 11 * i + (start >>> (i % 24)));
        }
        return Bytes.of(bytes);
    }

    /** The additional address as it stands on the card: 70 bytes; empty on a card without. */
    public Bytes additionalAddressData() {
        if (additionalAddress.isEmpty()) {
            return Bytes.EMPTY;
        }
        int units = CardFile.ADDITIONAL_ADDRESS.length() / 2;
        String padded = additionalAddress + " ".repeat(units - additionalAddress.length());
        return Bytes.of(padded.getBytes(StandardCharsets.UTF_16LE));
    }

    /** What a verifier hands out for this person's card: whole host frames. */
    public List<Bytes> hostFrames() {
        Bytes fingerprintData = fingerprintData();
        Bytes data = Bytes.ofHex("01000400%04X".formatted(fingerprintData.length()))
                .plus(text)
                .plus(photo)
                .plus(fingerprintData);
        List<Bytes> frames = new ArrayList<>();
        frames.add(HostFrame.response(0, HostFrame.OK, data).encode());
        if (!additionalAddress.isEmpty()) {
            frames.add(
                    HostFrame.response(0, HostFrame.OK, additionalAddressData()).encode());
        }
        return frames;
    }

    @Override
    public String toString() {
        return holder.toString();
    }
}
