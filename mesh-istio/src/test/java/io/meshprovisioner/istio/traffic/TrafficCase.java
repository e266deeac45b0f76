package io.meshprovisioner.istio.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshprovisioner.istio.SharedData;
import io.meshprovisioner.istio.traffic.question.Arrival;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.snapshot.Locality;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.yaml.DocumentReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One recorded answer of Istio: a configuration, a proxy, a call and what came of it. Lines of clusters.jsonl have a
 * service in place of the call.
 */
public record TrafficCase(String file, JsonNode line) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Snapshot> SNAPSHOTS = new HashMap<>();

    /** From Istio's own simulation tests. */
    public static List<TrafficCase> simulation() {
        return lines("simulation");
    }

    /** From the grid, without the configurations that Istio rejects. */
    public static List<TrafficCase> grid() {
        return lines("simulation-grid").stream()
                .filter(one -> !one.line().has("rejected"))
                .toList();
    }

    /** From the grid: configurations that Istio rejects. */
    public static List<TrafficCase> rejected() {
        return lines("simulation-grid").stream()
                .filter(one -> one.line().has("rejected"))
                .toList();
    }

    /** Clusters and endpoints of one service as one proxy is told them. */
    public static List<TrafficCase> clusters() {
        return lines("clusters").stream()
                .filter(one -> !one.line().has("rejected"))
                .toList();
    }

    private static List<TrafficCase> lines(String file) {
        return SharedData.lines("oracle/" + file + ".jsonl.gz").stream()
                .map(text -> {
                    try {
                        return new TrafficCase(file, JSON.readTree(text));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    public String name() {
        return line.path("test").asText();
    }

    /** The first part of the name; of the grid the one after TestOracleGrid. */
    public String group() {
        String[] parts = name().split("/", 3);
        return parts[0].startsWith("TestOracle") ? parts[1] : parts[0];
    }

    /** The mesh of the case; cases with one configuration share it. */
    public Snapshot snapshot() {
        String key = line.path("kube").asText()
                + line.path("config").asText()
                + line.path("meshConfig")
                + line.path("modelServices")
                + line.path("modelInstances")
                + line.path("features")
                + line.path("domainSuffix");
        return SNAPSHOTS.computeIfAbsent(key, any -> read());
    }

    private Snapshot read() {
        DocumentReader reader = DocumentReader.standard();
        return Snapshot.EMPTY
                .mesh(mesh -> mesh.yaml(line.path("meshConfig").asText())
                        .shortNameDomain(line.path("domainSuffix").asText())
                        .addressesByHash(!line.path("features")
                                .path("EnableIPAutoallocate")
                                .asBoolean(true))
                        .tlsOnSidecarIngress(line.path("features")
                                .path("EnableTLSOnSidecarIngress")
                                .asBoolean()))
                .with(reader.read(line.path("kube").asText()))
                .with(reader.read(line.path("config").asText()))
                .with(reader.read(modelObjects()));
    }

    /** Services that the test gave as Go objects, as the Kubernetes objects that say the same. */
    private String modelObjects() {
        StringBuilder yaml = new StringBuilder();
        for (JsonNode service : line.path("modelServices")) {
            String host = service.path("hostname").asText();
            String name = host.substring(0, host.indexOf('.'));
            yaml.append("---\napiVersion: v1\nkind: Service\nmetadata: {name: ")
                    .append(name)
                    .append(", namespace: default}\nspec:\n  clusterIP: ")
                    .append(service.path("address").asText())
                    .append("\n  ports:\n");
            for (JsonNode port : service.path("ports")) {
                yaml.append("  - {name: ")
                        .append(port.path("name").asText())
                        .append(", port: ")
                        .append(port.path("port").asInt())
                        .append(", appProtocol: ")
                        .append(port.path("protocol").asText())
                        .append("}\n");
            }
            int slice = 0;
            for (JsonNode instance : line.path("modelInstances")) {
                if (instance.path("hostname").asText().equals(host)) {
                    yaml.append("---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n  name: ")
                            .append(name)
                            .append('-')
                            .append(slice++)
                            .append("\n  namespace: default\n  labels: {kubernetes.io/service-name: ")
                            .append(name)
                            .append("}\nendpoints:\n- addresses: ")
                            .append(instance.path("addresses"))
                            .append("\nports:\n- {name: ")
                            .append(instance.path("servicePortName").asText())
                            .append(", port: ")
                            .append(instance.path("endpointPort").asInt())
                            .append("}\n");
                }
            }
        }
        return yaml.toString();
    }

    /** The proxy that was asked. */
    public Proxy proxy() {
        JsonNode proxy = line.path("proxy");
        List<String> addresses = new ArrayList<>();
        proxy.path("ipAddresses").forEach(address -> addresses.add(address.asText()));
        return new Proxy(
                proxy.path("type").asText().equals("router") ? Proxy.Type.GATEWAY : Proxy.Type.SIDECAR,
                proxy.path("id").asText(),
                proxy.path("namespace").asText(),
                proxy.path("metadata").path("NAMESPACE").asText(),
                proxy.path("dnsDomain").asText(),
                texts(proxy.path("labels")),
                addresses,
                proxy.path("metadata").path("SERVICE_ACCOUNT").asText(),
                new Locality(
                        proxy.path("locality").path("region").asText(),
                        proxy.path("locality").path("zone").asText(),
                        proxy.path("locality").path("subZone").asText()),
                "",
                proxy.path("metadata").path("DNS_CAPTURE").asBoolean());
    }

    /** The call as the proxy met it. */
    public Arrival arrival() {
        JsonNode call = line.path("call");
        JsonNode envoy = line.path("envoy");
        boolean http = call.path("protocol").asText().startsWith("http");
        return new Arrival(
                side(),
                call.path("address").asText(),
                call.path("port").asInt(),
                transport(call, envoy.path("callerPrincipal").asText()),
                http ? request(call) : null,
                envoy.path("callerIP").asText());
    }

    private Arrival.Side side() {
        return switch (line.path("call").path("callMode").asText()) {
            case "inbound" -> Arrival.Side.INBOUND;
            case "outbound" -> Arrival.Side.OUTBOUND;
            case "gateway" -> Arrival.Side.GATEWAY;
            default -> proxy().isGateway() ? Arrival.Side.GATEWAY : Arrival.Side.OUTBOUND;
        };
    }

    private Transport transport(JsonNode call, String principal) {
        String sni = call.path("sni").asText();
        String alpn = call.path("alpn").asText();
        // Istio's own tests may say that another certificate than the mesh's is the one of mutual TLS
        boolean ownCertificate =
                call.has("mtlsSecretConfigName") && line.path("config").asText().contains("mode: MUTUAL");
        return switch (call.path("tls").asText()) {
            case "tls" -> new Transport.Tls(sni, alpn, !ownCertificate);
            case "plaintext" -> sni.isEmpty() ? Transport.PLAINTEXT : new Transport.Tls(sni, alpn);
            case "mtls" ->
                ownCertificate
                        ? new Transport.Tls(sni, alpn)
                        : new Transport.IstioMutual(sni, alpn, principal.replaceFirst("^spiffe://", ""));
            default -> Transport.PLAINTEXT;
        };
    }

    private static HttpRequest request(JsonNode call) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        call.path("headers").properties().forEach(header -> {
            List<String> values = new ArrayList<>();
            header.getValue().forEach(value -> values.add(value.asText()));
            headers.put(header.getKey(), values);
        });
        return new HttpRequest(
                call.path("method").asText(),
                call.path("tls").asText().equals("plaintext") ? "http" : "https",
                call.path("hostHeader").asText(),
                call.path("path").asText(),
                headers,
                call.path("protocol").asText().equals("http2"));
    }

    private static Map<String, String> texts(JsonNode map) {
        Map<String, String> texts = new LinkedHashMap<>();
        map.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    @Override
    public String toString() {
        return file + " " + name();
    }
}
