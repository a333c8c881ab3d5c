package org.idrelay.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.Servlet;
import org.idrelay.operations.reading.CardReading;
import org.idrelay.operations.reading.ReaderStatus;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The readers of this container's terminal that the user may see; starting and stopping them. */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(ConsoleContext.SELECT)
@HttpWhiteboardServletName("ReadersResource")
@HttpWhiteboardServletPattern({ReadersResource.PATH, ReadersResource.PATH + "/*"})
public final class ReadersResource extends Resource {

    static final String PATH = "/api/v1/readers";

    private final Events events;
    private volatile @Nullable CardReading reading;

    @Activate
    public ReadersResource(@Reference Events events) {
        this.events = events;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setReading(CardReading terminal) {
        reading = terminal;
        tellThatReadersChanged();
    }

    void unsetReading(CardReading terminal) {
        if (terminal == reading) {
            reading = null;
            tellThatReadersChanged();
        }
    }

    @Override
    Object get(Call call) throws Refusal {
        if (!call.path().isEmpty()) {
            throw new Refusal(Reason.NOT_FOUND);
        }
        User user = call.user();
        CardReading terminal = reading;
        List<ReaderStatus> readers = terminal == null ? List.of() : terminal.readers();
        return readers.stream()
                .filter(reader -> user.maySee(reader.name()))
                .map(reader -> values(reader, user))
                .toList();
    }

    @Override
    Object post(Call call) throws Refusal {
        List<String> path = call.path();
        if (path.size() != 2) {
            throw new Refusal(Reason.NOT_FOUND);
        }
        String name = path.get(0);
        Call.allow(call.user().mayOperate(name));
        CardReading terminal = reading;
        if (terminal == null) {
            throw new Refusal(Reason.TERMINAL_AWAY);
        }
        if (terminal.readers().stream().noneMatch(reader -> reader.name().equals(name))) {
            throw new Refusal(Reason.NOT_FOUND);
        }
        switch (path.get(1)) {
            case "start" -> terminal.start(name);
            case "stop" -> terminal.stop(name);
            default -> throw new Refusal(Reason.NOT_FOUND);
        }
        return Map.of();
    }

    /** A terminal that stops tells nobody any more, so it is told here. */
    private void tellThatReadersChanged() {
        events.publish(user -> true, "readers", Map.of());
    }

    private static Map<String, Object> values(ReaderStatus reader, User user) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", reader.name());
        values.put("driver", reader.driver());
        values.put("state", reader.state());
        values.put("cardPresent", reader.cardPresent());
        values.put("pollsPerMinute", reader.polling().perMinute());
        values.put("reads", reader.tally().reads());
        values.put("failures", reader.tally().failures());
        reader.tally().lastFailure().ifPresent(code -> values.put("lastFailure", Refusal.values(code)));
        values.put("clerk", user.isClerkOf(reader.name()));
        return values;
    }
}
