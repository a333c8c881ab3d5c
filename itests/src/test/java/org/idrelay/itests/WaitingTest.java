package org.idrelay.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.felix.utils.properties.Properties;
import org.junit.Test;

/** Who waits how long for whom: the table in docs/operations.md, the files in etc/ and the code's defaults agree, and nest. */
public class WaitingTest {

    /** Readers of two kinds wait for themselves, not for each other. */
    private static final String DRIVERS = "org.idrelay.reader.";

    /** A row of the table. */
    private record Limit(String key, String file, int millis) {

        String pid() {
            return file.replaceFirst("(-NAME)?\\.cfg$", "");
        }
    }

    @Test
    public void whoeverWaitsWaitsLonger() throws Exception {
        for (List<Limit> chain : chains()) {
            for (int i = 1; i < chain.size(); i++) {
                Limit outer = chain.get(i - 1);
                Limit inner = chain.get(i);
                boolean beside =
                        outer.file().startsWith(DRIVERS) && inner.file().startsWith(DRIVERS);
                assertTrue(outer + " waits for " + inner, beside || outer.millis() > inner.millis());
            }
        }
    }

    @Test
    public void theTableSaysWhatIsInForce() throws Exception {
        Map<String, Map<String, String>> defaults = new TreeMap<>();
        for (ConfigurablePid pid : ConfigurablePid.ofBundles()) {
            defaults.put(pid.name(), pid.defaults());
        }
        int files = 0;
        for (List<Limit> chain : chains()) {
            for (Limit limit : chain) {
                String told = Integer.toString(limit.millis());
                assertEquals(
                        limit.toString(),
                        told,
                        defaults.getOrDefault(limit.pid(), Map.of()).get(limit.key()));
                for (Path file : files(limit)) {
                    Properties written = new Properties(file.toFile());
                    assertEquals(file + " " + limit.key(), told, written.getProperty(limit.key()));
                    files++;
                }
            }
        }
        assertTrue("etc/ was looked at", files >= 12);
    }

    private static List<List<Limit>> chains() throws Exception {
        List<List<Limit>> chains = MarkdownPage.read(Tree.ROOT.resolve("docs/operations.md")).tables().stream()
                .filter(table -> table.get(0).get(0).startsWith("who waits"))
                .map(table -> table.stream().skip(1).map(WaitingTest::limit).toList())
                .toList();
        assertEquals(3, chains.size());
        return chains;
    }

    private static Limit limit(List<String> row) {
        return new Limit(row.get(2).replace("`", ""), row.get(3).replace("`", ""), Integer.parseInt(row.get(4)));
    }

    private static List<Path> files(Limit limit) throws Exception {
        List<Path> found = new ArrayList<>();
        for (String folder : List.of("etc", "etc/demo", "etc/examples")) {
            String name = limit.file().replace("NAME", "*");
            try (DirectoryStream<Path> files = Files.newDirectoryStream(Tree.ROOT.resolve(folder), name)) {
                files.forEach(found::add);
            }
        }
        return found;
    }
}
