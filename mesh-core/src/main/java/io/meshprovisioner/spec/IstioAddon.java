package io.meshprovisioner.spec;

/** The telemetry add-ons that an Istio release brings in {@code samples/addons}. */
public enum IstioAddon {
    PROMETHEUS,
    GRAFANA,
    KIALI,
    JAEGER,
    LOKI,
    ZIPKIN
}
