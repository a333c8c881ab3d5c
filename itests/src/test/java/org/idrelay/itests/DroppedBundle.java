package org.idrelay.itests;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A bundle of one source file, built as somebody outside this project would: javac, a manifest by hand, a jar. */
final class DroppedBundle {

    private static final Path ROOT = Path.of(System.getProperty("idrelay.root", ".."));
    private static final Path SOURCES = ROOT.resolve("itests/src/test/vendor");

    private DroppedBundle() {}

    /**
     * Compiles a class of {@code src/test/vendor} and drops it as {@code SYMBOLIC_NAME.jar}.
     *
     * @param activator the class with its package; its bundle's symbolic name is the package
     * @param imports the manifest's Import-Package
     * @param against a class of every jar that it compiles against
     */
    static Path drop(KarafProcess karaf, String activator, String imports, Class<?>... against) throws IOException {
        return drop(karaf, activator, List.of(), imports, against);
    }

    /**
     * The same with more source files in it.
     *
     * @param more their paths below the project's root
     */
    static Path drop(KarafProcess karaf, String activator, List<String> more, String imports, Class<?>... against)
            throws IOException {
        int dot = activator.lastIndexOf('.');
        String symbolicName = activator.substring(0, dot);
        Path classes =
                Files.createDirectories(karaf.home().resolve("data/dropped").resolve(symbolicName));
        List<Path> sources = new ArrayList<>(List.of(SOURCES.resolve(activator.substring(dot + 1) + ".java")));
        more.forEach(source -> sources.add(ROOT.resolve(source)));
        compile(sources, classes, against);
        Path built = classes.resolveSibling(symbolicName + ".jar");
        try (OutputStream file = Files.newOutputStream(built);
                JarOutputStream jar = new JarOutputStream(file, manifest(symbolicName, activator, imports));
                Stream<Path> found = Files.walk(classes)) {
            for (Path path : found.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(path).toString()));
                Files.copy(path, jar);
            }
        }
        return Files.move(built, karaf.home().resolve("deploy").resolve(symbolicName + ".jar"));
    }

    private static Manifest manifest(String symbolicName, String activator, String imports) {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", symbolicName);
        main.putValue("Bundle-Version", "1.0.0");
        main.putValue("Bundle-Activator", activator);
        main.putValue("Import-Package", imports);
        return manifest;
    }

    private static void compile(List<Path> sources, Path classes, Class<?>... against) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String path = Arrays.stream(against)
                .map(DroppedBundle::jar)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
        List<String> arguments =
                new ArrayList<>(List.of("-proc:none", "--release", "17", "-d", classes.toString(), "-classpath", path));
        sources.forEach(source -> arguments.add(source.toString()));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        if (compiler.run(null, said, said, arguments.toArray(String[]::new)) != 0) {
            throw new IOException("%s does not compile: %s"
                    .formatted(sources.get(0).getFileName(), said.toString(StandardCharsets.UTF_8)));
        }
    }

    private static String jar(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
