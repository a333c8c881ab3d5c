package org.idrelay.monitoring;

import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.ImmutableDescriptor;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The figures for JMX: {@value #NAME} has an attribute for each of IdRelay's metrics, by the same name, with its labels as in {@code
 * idrelay_server_failures{code=CARD_GONE}}. Attributes come and go with what they are of. For any thread.
 */
@Component(
        service = {},
        immediate = true)
public final class MetricsBean implements DynamicMBean {

    static final String NAME = "org.idrelay:type=Metrics";

    private final Monitor monitor;
    private final MBeanServer server;
    private final ObjectName name;

    @Activate
    public MetricsBean(@Reference Monitor monitor) throws JMException {
        this(monitor, ManagementFactory.getPlatformMBeanServer());
    }

    @SuppressWarnings("this-escape") // the last that it does
    MetricsBean(Monitor monitor, MBeanServer server) throws JMException {
        this.monitor = monitor;
        this.server = server;
        this.name = new ObjectName(NAME);
        server.registerMBean(this, name);
    }

    @Deactivate
    public void close() throws JMException {
        server.unregisterMBean(name);
    }

    @Override
    public Object getAttribute(String attribute) throws AttributeNotFoundException {
        Double value = values().get(attribute);
        if (value == null) {
            throw new AttributeNotFoundException(attribute);
        }
        return value;
    }

    @Override
    public AttributeList getAttributes(String[] attributes) {
        Map<String, Double> values = values();
        AttributeList list = new AttributeList();
        for (String attribute : attributes) {
            Double value = values.get(attribute);
            if (value != null) {
                list.add(new Attribute(attribute, value));
            }
        }
        return list;
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        MBeanAttributeInfo[] attributes = values().keySet().stream()
                .map(one -> new MBeanAttributeInfo(
                        one, Double.class.getName(), "See docs/monitoring.md.", true, false, false))
                .toArray(MBeanAttributeInfo[]::new);
        return new MBeanInfo(
                getClass().getName(),
                "IdRelay's metrics",
                attributes,
                null,
                null,
                null,
                new ImmutableDescriptor("immutableInfo=false"));
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException("no attribute can be set");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public Object invoke(String action, Object[] parameters, String[] signature) {
        throw new UnsupportedOperationException("there are no operations");
    }

    private Map<String, Double> values() {
        Map<String, Double> values = new TreeMap<>();
        for (MetricSnapshot family : monitor.own()) {
            String metric = family.getMetadata().getName();
            for (DataPointSnapshot point : family.getDataPoints()) {
                put(values, metric, point);
            }
        }
        return values;
    }

    private static void put(Map<String, Double> values, String metric, DataPointSnapshot point) {
        String labels = labels(point.getLabels());
        if (point instanceof CounterDataPointSnapshot counter) {
            values.put(metric + labels, counter.getValue());
        } else if (point instanceof GaugeDataPointSnapshot gauge) {
            values.put(metric + labels, gauge.getValue());
        } else if (point instanceof HistogramDataPointSnapshot histogram) {
            values.put(metric + "_count" + labels, (double) histogram.getCount());
            values.put(metric + "_sum" + labels, histogram.getSum());
        }
    }

    private static String labels(Labels labels) {
        return labels.isEmpty()
                ? ""
                : labels.stream()
                        .map(label -> label.getName() + "=" + label.getValue())
                        .collect(Collectors.joining(",", "{", "}"));
    }
}
