package com.example.vectors;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.idrelay.secrecy.Crypto;
import org.idrelay.secrecy.vectors.CryptoVectors;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Puts published vectors to the provider that the bundles of this container use, and writes down how many failed. */
public final class VectorCheck implements BundleActivator {

    @Override
    public void start(BundleContext bundles) throws Exception {
        Path result = Path.of(System.getProperty("karaf.data"), "vectors");
        List<String> lines = new ArrayList<>();
        lines.add("%d vectors by %s".formatted(CryptoVectors.count(), Crypto.PROVIDER));
        CryptoVectors.failures(Crypto.PROVIDER).forEach(name -> lines.add("failed: " + name));
        Path written = Files.write(result.resolveSibling("vectors.new"), lines);
        Files.move(written, result);
    }

    @Override
    public void stop(BundleContext bundles) {}
}
