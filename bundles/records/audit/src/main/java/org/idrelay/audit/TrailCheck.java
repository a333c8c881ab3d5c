package org.idrelay.audit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.idrelay.audit.TrailFiles.MonthFile;
import org.idrelay.operations.audit.AuditCheck;

/** Follows the chain from the first line to the head. */
final class TrailCheck {

    private final TrailKey key;
    private Head at = Head.START;

    TrailCheck(TrailKey key) {
        this.key = key;
    }

    AuditCheck check(List<MonthFile> months, Head head) throws IOException {
        for (MonthFile month : months) {
            String fault = fault(month);
            if (!fault.isEmpty()) {
                return found(fault);
            }
        }
        return found(
                at.equals(head)
                        ? ""
                        : "the head says that line %d is the newest, but the trail's is %d, or not the same"
                                .formatted(head.sequence(), at.sequence()));
    }

    private AuditCheck found(String fault) {
        return new AuditCheck(at.sequence(), at.chain(), fault);
    }

    private String fault(MonthFile month) throws IOException {
        String file = month.path().getFileName().toString();
        try (LineReader lines = new LineReader(month.path(), month.size())) {
            int number = 0;
            for (Optional<String> text = lines.next(); text.isPresent(); text = lines.next()) {
                number++;
                Optional<Line> line = Line.of(text.get());
                // no file is begun for another month's line: so no file was given another's name
                boolean ofMonth = number > 1
                        || line.filter(first -> first.month().equals(month.month()))
                                .isPresent();
                if (!ofMonth || line.isEmpty() || !line.get().follows(at, key)) {
                    return "%s, line %d: altered, or not what follows line %d of the trail"
                            .formatted(file, number, at.sequence());
                }
                at = line.get().head();
            }
            return lines.half() == 0 ? "" : "%s, line %d: not whole".formatted(file, number + 1);
        }
    }
}
