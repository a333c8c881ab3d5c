package com.example.reader.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.CardReader;
import org.idrelay.api.reader.ReaderException;
import org.idrelay.conformance.CardReaderConformance;
import org.idrelay.conformance.ReaderRig;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SyntheticPeople;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example passes the suite that every driver passes, and survives what its device does wrong. */
class LineReaderTest implements CardReaderConformance {

    private static final Bytes REQB = Bytes.ofHex("05000071ff");

    @Override
    public ReaderRig rig() throws IOException {
        LineDevice device = new LineDevice();
        LineReader reader = new LineReader("line-1", device.address());
        return new ReaderRig() {
            @Override
            public CardReader reader() {
                return reader;
            }

            @Override
            public void insert() {
                device.field.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
            }

            @Override
            public void lift() {
                device.field.lift();
            }

            @Override
            public OptionalLong framesOnAir() {
                return OptionalLong.of(device.field.exchanges());
            }

            @Override
            public void close() throws IOException {
                reader.close();
                device.close();
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"E antenna off, READER_FAULT", "A 123, READER_FAULT", "rubbish, READER_FAULT", "'', READER_GONE"})
    void survivesWhatItsDeviceDoesWrong(String answer, FailureCode code) throws Exception {
        try (LineDevice device = new LineDevice()) {
            LineReader reader = new LineReader("line-1", device.address());
            device.answer(answer);
            assertEquals(
                    code,
                    assertThrows(ReaderException.class, () -> reader.exchange(REQB, 50))
                            .code());
            device.mend();
            reader.field(true);
            assertEquals(Optional.empty(), reader.exchange(REQB, 50));
            reader.close();
        }
    }

    @Test
    void saysThatItsDeviceIsGone() throws Exception {
        LineDevice device = new LineDevice();
        LineReader reader = new LineReader("line-1", device.address());
        device.close();
        assertEquals(
                FailureCode.READER_GONE,
                assertThrows(ReaderException.class, () -> reader.field(true)).code());
    }
}
