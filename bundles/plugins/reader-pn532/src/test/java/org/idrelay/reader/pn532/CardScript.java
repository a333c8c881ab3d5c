package org.idrelay.reader.pn532;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.idrelay.api.Bytes;
import org.idrelay.api.reader.CardReader;
import org.idrelay.api.reader.ReaderException;
import org.idrelay.card.CardCommand;
import org.idrelay.card.CardFile;
import org.idrelay.card.TypeBFrame;

/** A whole read as far as it needs no verifier: find, select, every command of every file. */
final class CardScript {

    private static final int CARD_MILLIS = 100;

    private CardScript() {}

    /** What the card says to each command. */
    static List<Optional<Bytes>> run(CardReader reader) throws ReaderException, InterruptedException {
        reader.field(false);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        reader.field(true);
        List<Optional<Bytes>> heard = new ArrayList<>();
        for (Bytes command : commands()) {
            heard.add(reader.exchange(TypeBFrame.seal(command), CARD_MILLIS));
        }
        return heard;
    }

    static List<Bytes> commands() {
        List<Bytes> commands = new ArrayList<>(List.of(
                CardCommand.REQB,
                CardCommand.attrib(Bytes.ofHex("00000000")),
                CardCommand.GET_UNIQUE_ID,
                CardCommand.SELECT_FIRST_FILE,
                CardCommand.READ_FIRST_FILE));
        for (CardFile file : List.of(CardFile.SECURITY, CardFile.TEXT, CardFile.PHOTO)) {
            commands.addAll(CardCommand.readWholeFile(file));
        }
        return commands;
    }
}
