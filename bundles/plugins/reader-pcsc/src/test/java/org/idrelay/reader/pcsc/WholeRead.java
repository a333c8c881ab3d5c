package org.idrelay.reader.pcsc;

import java.util.ArrayList;
import java.util.List;
import org.idrelay.api.Bytes;
import org.idrelay.api.reader.CardReader;
import org.idrelay.card.CardCommand;
import org.idrelay.card.CardFile;
import org.idrelay.card.TypeBFrame;
import org.idrelay.simulator.KnownSam;

/** All that a read puts on air, in its order, and what the card says to it. */
final class WholeRead {

    static final int CARD_MILLIS = 200;

    private final CardReader reader;
    private final List<Bytes> answers = new ArrayList<>();

    private WholeRead(CardReader reader) {
        this.reader = reader;
    }

    static List<Bytes> of(CardReader reader) throws Exception {
        return of(reader, () -> {});
    }

    /** The card's frames, the challenge left out: it is another each time. Before each, {@code before} is run. */
    static List<Bytes> of(CardReader reader, Runnable before) throws Exception {
        WholeRead read = new WholeRead(reader);
        reader.field(false);
        reader.field(true);
        read.say(CardCommand.REQB, before);
        read.say(CardCommand.attrib(Bytes.ofHex("00000000")), before);
        read.say(CardCommand.GET_UNIQUE_ID, before);
        read.say(CardCommand.SELECT_FIRST_FILE, before);
        Bytes management = read.say(CardCommand.READ_FIRST_FILE, before).slice(0, CardFile.MANAGEMENT.length());
        read.say(CardCommand.internalAuthenticate(Bytes.ofHex("0102030405060708")), before);
        Bytes challenge = read.say(CardCommand.GET_CHALLENGE, before).slice(0, 8);
        read.answers.remove(read.answers.size() - 1);
        read.say(KnownSam.answer(management, challenge), before);
        for (CardFile file : List.of(CardFile.SECURITY, CardFile.TEXT, CardFile.PHOTO, CardFile.FINGERPRINT)) {
            for (Bytes command : CardCommand.readWholeFile(file)) {
                read.say(command, before);
            }
        }
        return read.answers;
    }

    private Bytes say(Bytes command, Runnable before) throws Exception {
        before.run();
        Bytes answer = reader.exchange(TypeBFrame.seal(command), CARD_MILLIS).orElseThrow();
        answers.add(answer);
        return answer;
    }
}
