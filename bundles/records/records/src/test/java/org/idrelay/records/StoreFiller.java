package org.idrelay.records;

import java.nio.file.Path;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.SinkResult;

/** A process that keeps records as fast as it can, and says which are kept, until it is killed. Argument: the store's folder. */
final class StoreFiller {

    private StoreFiller() {}

    public static void main(String[] arguments) {
        try (TestStore test = new TestStore(Path.of(arguments[0]))) {
            for (int i = 0; ; i++) {
                CardPresence presence = TestStore.newPresence();
                SinkResult result = test.store.deliver(
                        TestStore.record(TestStore.person(i % TestStore.people().size())), presence);
                System.out.println(result.equals(new SinkResult.Taken()) ? presence.id() : result.toString());
            }
        }
    }
}
