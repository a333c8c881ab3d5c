package org.idrelay.card;

import java.util.ArrayList;
import java.util.List;
import org.idrelay.api.Bytes;

/** The commands that a SAM sends to the card in every read, apart from the two authentications (reference §2.2, §2.3). */
public final class SamScript {

    private SamScript() {}

    /** What comes before the authentication: the terminal runs the first of these itself, in step 20. */
    public static List<Bytes> opening() {
        return List.of(CardCommand.SELECT_FIRST_FILE, CardCommand.READ_FIRST_FILE);
    }

    /** The file reads behind the authentication: 18 commands, or 29 with fingerprints. No answer changes them. */
    public static List<Bytes> fileReads(boolean withFingerprints) {
        List<Bytes> commands = new ArrayList<>();
        commands.addAll(CardCommand.readWholeFile(CardFile.SECURITY));
        commands.addAll(CardCommand.readWholeFile(CardFile.TEXT));
        commands.addAll(CardCommand.readWholeFile(CardFile.PHOTO));
        if (withFingerprints) {
            commands.addAll(CardCommand.readWholeFile(CardFile.FINGERPRINT));
        }
        return List.copyOf(commands);
    }
}
