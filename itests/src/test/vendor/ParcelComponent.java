package com.example.parcel;

import java.util.Dictionary;
import java.util.Hashtable;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.spi.ComponentResolver;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Somebody's bundle with a Camel component of a scheme of its own, {@code parcel}: a parcel is a file. */
public final class ParcelComponent implements BundleActivator, ComponentResolver {

    @Override
    public void start(BundleContext context) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("component", "parcel");
        context.registerService(ComponentResolver.class, this, properties);
    }

    @Override
    public void stop(BundleContext context) {}

    @Override
    public Component resolveComponent(String name, CamelContext context) {
        return new FileComponent(context);
    }
}
