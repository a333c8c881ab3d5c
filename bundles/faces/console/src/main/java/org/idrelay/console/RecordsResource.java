package org.idrelay.console;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServletResponse;
import org.idrelay.api.FailureCode;
import org.idrelay.api.photo.PhotoException;
import org.idrelay.api.photo.PhotoImage;
import org.idrelay.api.record.RecordText;
import org.idrelay.console.Display.Shown;
import org.idrelay.operations.audit.AuditEntry;
import org.idrelay.operations.audit.AuditTrail;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.FieldOption;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * The record at a reader, for clerks bound to that reader: the only place where a record leaves the console. Each look is in
 * the audit trail before anything is shown.
 */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(ConsoleContext.SELECT)
@HttpWhiteboardServletName("RecordsResource")
@HttpWhiteboardServletPattern(RecordsResource.PATH + "/*")
public final class RecordsResource extends Resource {

    static final String PATH = "/api/v1/records";

    private static final List<String> CURRENT = List.of("current");
    private static final List<String> HIDE = List.of("current", "hide");
    private static final List<String> PHOTO = List.of("current", "photo");

    private final Display display;
    private final Photos photos;
    private final LongSupplier clock;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            fieldOption = FieldOption.REPLACE)
    private volatile @Nullable AuditTrail trail;

    @Activate
    public RecordsResource(@Reference Display display, @Reference Photos photos) {
        this(display, photos, null, Guard::nowMillis);
    }

    RecordsResource(Display display, Photos photos, @Nullable AuditTrail trail, LongSupplier clock) {
        this.display = display;
        this.photos = photos;
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    void serve(Call call, HttpServletResponse response) throws Refusal, IOException {
        if (call.path().equals(PHOTO) && call.request().getMethod().equals("GET")) {
            PhotoImage image = photo(look(call, true));
            response.setContentType(image.mediaType());
            response.getOutputStream().write(image.content().toArray());
        } else {
            super.serve(call, response);
        }
    }

    @Override
    Object get(Call call) throws Refusal {
        if (!call.path().equals(CURRENT)) {
            throw new Refusal(Reason.NOT_FOUND);
        }
        Shown shown = look(call, false);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("reader", shown.presence().reader());
        values.put("presence", shown.presence().id().toString());
        values.put("secondsLeft", shown.secondsLeft(clock.getAsLong()));
        values.putAll(RecordText.values(shown.record()));
        return values;
    }

    /** Hides a record before its time. */
    @Override
    Object post(Call call) throws Refusal {
        if (!call.path().equals(HIDE)) {
            throw new Refusal(Reason.NOT_FOUND);
        }
        String reader = call.parameter("reader");
        Call.allow(call.user().isClerkOf(reader));
        display.hide(reader);
        return Map.of();
    }

    /**
     * What the user may look at; nothing without a line in the trail, where there is one.
     *
     * @param again whether this belongs to the look that the user had, if there was one
     */
    private Shown look(Call call, boolean again) throws Refusal {
        String reader = call.parameter("reader");
        User user = call.user();
        Call.allow(user.isClerkOf(reader));
        Shown shown = display.at(reader).orElseThrow(() -> new Refusal(Reason.NO_RECORD));
        if (!again || !shown.lookers().contains(user.name())) {
            writeDown(user, shown);
        }
        return shown;
    }

    private void writeDown(User user, Shown shown) throws Refusal {
        AuditTrail present = trail;
        if (present != null) {
            try {
                present.write(new AuditEntry(
                        AuditEntry.Action.LOOK,
                        user.name(),
                        shown.presence().terminal(),
                        shown.presence().reader(),
                        "",
                        "ok",
                        shown.record().number()));
            } catch (IOException e) {
                throw new Refusal(HttpServletResponse.SC_SERVICE_UNAVAILABLE, FailureCode.AUDIT_FAILED);
            }
        }
        shown.lookers().add(user.name());
    }

    private PhotoImage photo(Shown shown) throws Refusal {
        try {
            return photos.decode(shown.record().photo());
        } catch (PhotoException e) {
            throw new Refusal(HttpServletResponse.SC_NOT_FOUND, e.code());
        }
    }
}
