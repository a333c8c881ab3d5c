package org.idrelay.demo;

import java.util.UUID;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.record.RecordSink;
import org.idrelay.api.record.RecordText;
import org.idrelay.api.record.SinkResult;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows each record once, as text: the demo's display. Only synthetic people have cards here. */
@Component
public final class PrintingSink implements RecordSink {

    private final DemoOutput output;
    private @Nullable UUID last;

    @Activate
    public PrintingSink(@Reference DemoOutput output) {
        this.output = output;
    }

    @Override
    public String name() {
        return "demo display";
    }

    @Override
    public SinkResult deliver(IdentityRecord record, CardPresence presence) {
        if (!presence.id().equals(last)) {
            last = presence.id();
            output.print(
                    RecordText.lines(record).stream().map(line -> "  " + line).toList());
        }
        return new SinkResult.Taken();
    }
}
