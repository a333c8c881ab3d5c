package org.idrelay.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A configuration that some component takes, as its metatype says.
 *
 * @param name the PID
 * @param factory whether every file {@code NAME-something.cfg} makes a component
 * @param defaults every key with its default
 * @param descriptions every key with what it says of itself; empty if it says nothing
 */
record ConfigurablePid(
        String name, boolean factory, SortedMap<String, String> defaults, SortedMap<String, String> descriptions) {

    /** All that the built bundles have; they must have been built. */
    static List<ConfigurablePid> ofBundles() throws IOException, ParserConfigurationException, SAXException {
        List<Path> files = new ArrayList<>();
        for (Path bundle : Tree.bundles()) {
            Path metatypes = bundle.resolve("target/classes/OSGI-INF/metatype");
            if (Files.exists(metatypes)) {
                try (Stream<Path> inside = Files.list(metatypes)) {
                    inside.sorted().forEach(files::add);
                }
            }
        }
        List<ConfigurablePid> pids = new ArrayList<>();
        for (Path file : files) {
            Document metatype =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
            NodeList designates = metatype.getElementsByTagName("Designate");
            for (int i = 0; i < designates.getLength(); i++) {
                pids.add(of((Element) designates.item(i), metatype));
            }
        }
        return pids;
    }

    /** Whether a file of that name in {@code etc/} is of this PID. */
    boolean isConfiguredBy(String fileName) {
        return factory ? fileName.matches("\\Q" + name + "\\E-.+\\.cfg") : fileName.equals(name + ".cfg");
    }

    private static ConfigurablePid of(Element designate, Document metatype) {
        boolean factory = designate.hasAttribute("factoryPid");
        String name = designate.getAttribute(factory ? "factoryPid" : "pid");
        SortedMap<String, String> defaults = new TreeMap<>();
        SortedMap<String, String> descriptions = new TreeMap<>();
        NodeList attributes = metatype.getElementsByTagName("AD");
        for (int i = 0; i < attributes.getLength(); i++) {
            Element attribute = (Element) attributes.item(i);
            defaults.put(
                    attribute.getAttribute("id"),
                    attribute.getAttribute("default").replace("\\,", ","));
            descriptions.put(
                    attribute.getAttribute("id"),
                    attribute.getAttribute("description").strip());
        }
        return new ConfigurablePid(name, factory, defaults, descriptions);
    }
}
