package org.idrelay.itests;

import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.doNotModifyLogConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.options.extra.VMOption;

/** How Pax Exam starts the distribution for tests that run inside it: offline, on free ports. */
final class Container {

    private static final int TIMEOUT_MILLIS = 90_000;

    private static final String MAVEN = "etc/org.ops4j.pax.url.mvn.cfg";

    private static final List<String> OPENED_PACKAGES = List.of(
            "java.base/java.security",
            "java.base/java.net",
            "java.base/java.lang",
            "java.base/java.lang.reflect",
            "java.base/java.io",
            "java.base/java.text",
            "java.base/java.time",
            "java.base/java.util",
            "java.naming/javax.naming.spi",
            "java.rmi/sun.rmi.transport.tcp",
            "java.desktop/java.awt.font");

    private static final List<String> EXPORTED_PACKAGES = List.of(
            "java.base/sun.net.www.protocol.file",
            "java.base/sun.net.www.protocol.ftp",
            "java.base/sun.net.www.protocol.http",
            "java.base/sun.net.www.protocol.https",
            "java.base/sun.net.www.protocol.jar",
            "java.base/sun.net.www.content.text",
            "jdk.xml.dom/org.w3c.dom.html",
            "java.rmi/sun.rmi.registry");

    private Container() {}

    /**
     * The distribution as it is shipped.
     *
     * @param more what a test needs besides
     */
    static Option[] distribution(Option... more) {
        File it = new File(System.getProperty("idrelay.it"));
        String version = System.getProperty("idrelay.karaf.version");
        List<Option> options = new ArrayList<>(List.of(
                karafDistributionConfiguration()
                        .frameworkUrl(
                                new File(it, "idrelay-karaf.tar.gz").toURI().toString())
                        .name("IdRelay")
                        .karafVersion(version)
                        .unpackDirectory(new File(it, "exam"))
                        .useDeployFolder(false)
                        .runEmbedded(false),
                keepRuntimeFolder(),
                systemTimeout(TIMEOUT_MILLIS),
                doNotModifyLogConfiguration(),
                configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
                // Pax Exam's own bundles come from a folder: no container asks a repository
                editConfigurationFilePut(
                        MAVEN,
                        "org.ops4j.pax.url.mvn.defaultRepositories",
                        "file:${karaf.home}/system@id=system.repository@snapshots, %s@id=exam@snapshots"
                                .formatted(new File(it, "repository").toURI())),
                whatTheStartScriptPasses(version)));
        new FreePorts()
                .properties()
                .forEach((name, port) -> options.add(systemProperty(name).value(port)));
        options.addAll(List.of(more));
        return options.toArray(Option[]::new);
    }

    /** Pax Exam starts Java itself, so it has to be told what bin/karaf knows. */
    private static Option whatTheStartScriptPasses(String version) {
        List<VMOption> options = new ArrayList<>();
        for (String argument : List.of(
                "--add-reads=java.xml=java.logging",
                "--add-exports=java.base/org.apache.karaf.specs.locator=java.xml,ALL-UNNAMED",
                "--patch-module=java.base=lib/endorsed/org.apache.karaf.specs.locator-%s.jar".formatted(version),
                "--patch-module=java.xml=lib/endorsed/org.apache.karaf.specs.java.xml-%s.jar".formatted(version))) {
            options.add(new VMOption(argument));
        }
        OPENED_PACKAGES.forEach(name -> options.add(new VMOption("--add-opens=%s=ALL-UNNAMED".formatted(name))));
        EXPORTED_PACKAGES.forEach(name -> options.add(new VMOption("--add-exports=%s=ALL-UNNAMED".formatted(name))));
        options.add(new VMOption("-classpath"));
        options.add(new VMOption(String.join(File.pathSeparator, "lib/jdk9plus/*", "lib/boot/*", "lib/endorsed/*")));
        return composite(options.toArray(Option[]::new));
    }
}
