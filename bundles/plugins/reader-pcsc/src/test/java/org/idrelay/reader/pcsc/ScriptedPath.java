package org.idrelay.reader.pcsc;

import java.util.ArrayList;
import java.util.List;
import org.idrelay.api.Bytes;

/** A reader that answers what it is told to, in turn, and keeps what it was asked. */
final class ScriptedPath implements CommandPath {

    final List<Bytes> asked = new ArrayList<>();
    private final List<Bytes> answers = new ArrayList<>();

    ScriptedPath(String... answers) {
        then(answers);
    }

    ScriptedPath then(String... more) {
        for (String answer : more) {
            answers.add(Bytes.ofHex(answer));
        }
        return this;
    }

    @Override
    public Bytes transmit(Bytes apdu) {
        asked.add(apdu);
        return answers.remove(0);
    }
}
