package org.idrelay.routing;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.idrelay.routing.table.cfg}: one table for all policies that go by it. */
@ObjectClassDefinition(name = "IdRelay binding table")
@interface TableConfig {

    /** The PID. */
    String PID = "org.idrelay.routing.table";

    @AttributeDefinition(description = "VERIFIER = TERMINAL, TERMINAL/READER …; the next verifier behind a semicolon.")
    String bindings() default "";
}
