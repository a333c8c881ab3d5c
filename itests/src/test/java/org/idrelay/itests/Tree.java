package org.idrelay.itests;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The repository's files: sources and texts, and nothing that was built or that belongs to a tool. */
final class Tree {

    /** The repository's folder. */
    static final Path ROOT =
            Path.of(System.getProperty("idrelay.root", "..")).toAbsolutePath().normalize();

    /** Not ours, not source, or no text. */
    private static final Set<String> LEFT_OUT = Set.of(".git", "target", "fuzz", ".idea", ".settings");

    private Tree() {}

    /** Those whose name ends in one of the extensions; an empty one is for names without any. */
    static List<Path> files(String... extensions) throws IOException {
        Set<String> wanted = Set.of(extensions);
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return LEFT_OUT.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && wanted.contains(extension(file))) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files.stream().sorted().toList();
    }

    /** The folders of the bundles, wherever they stand under {@code bundles/}. */
    static List<Path> bundles() throws IOException {
        Path all = ROOT.resolve("bundles");
        return files("xml").stream()
                .filter(file -> file.startsWith(all) && file.endsWith("pom.xml"))
                .filter(file -> !contains(file, "<modules>"))
                .map(Path::getParent)
                .toList();
    }

    private static boolean contains(Path file, String words) {
        try {
            return Files.readString(file).contains(words);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.indexOf('.') < 0 ? name.length() : name.lastIndexOf('.') + 1);
    }
}
