package io.meshprovisioner.istio.model;

import java.util.List;
import java.util.Map;

/** What there is to call, and who sees it: ServiceEntry, Sidecar, WorkloadEntry, WorkloadGroup. */
@SuppressWarnings("deprecation") // what is deprecated must be sayable for the releases that need it
final class ServiceExamples {

    private ServiceExamples() {}

    static List<IstioResource<?>> all() {
        return List.of(
                serviceEntry(),
                selectingServiceEntry(),
                sidecar(),
                workloadEntry(),
                workloadGroup(),
                probes("exec"),
                probes("tcp"),
                probes("grpc"));
    }

    static ServiceEntry serviceEntry() {
        return ServiceEntry.named("external")
                .namespace("n")
                .hosts("a.com")
                .addresses("10.1.1.1")
                .port(443, Protocol.HTTPS)
                .port(80, Protocol.HTTP, p -> p.name("web").targetPort(8080))
                .location(ServiceEntryLocation.MESH_EXTERNAL)
                .resolution(ServiceEntryResolution.STATIC)
                .endpoint(ServiceExamples::workload)
                .exportTo("*")
                .subjectAltNames("a.com");
    }

    private static Workload workload(Workload w) {
        return w.address("10.2.2.2")
                .ports(Map.of("web", 80))
                .labels(Map.of("app", "a"))
                .network("n")
                .locality("r/z")
                .weight(1)
                .serviceAccount("sa");
    }

    static ServiceEntry selectingServiceEntry() {
        return ServiceEntry.named("vms").hosts("a.com").workloadSelector(Map.of("app", "a"));
    }

    static Sidecar sidecar() {
        return Sidecar.named("sidecar")
                .namespace("n")
                .workloadSelector(Map.of("app", "a"))
                .ingress(i -> i.port(80, Protocol.HTTP, p -> p.targetPort(1))
                        .bind("0.0.0.0")
                        .captureMode(CaptureMode.NONE)
                        .defaultEndpoint("127.0.0.1:8080")
                        .connectionPool(RoutingExamples::pool)
                        .tls(t -> t.mutual()
                                .serverCertificate("/c")
                                .privateKey("/k")
                                .caCertificates("/ca")
                                .caCrl("/crl")
                                .caCertCredentialName("x")
                                .subjectAltNames("a")
                                .verifyCertificateSpki("x")
                                .httpsRedirect(false)
                                .verifyCertificateHash("y")
                                .minProtocolVersion(TlsProtocol.TLSV1_2)
                                .maxProtocolVersion(TlsProtocol.TLSV1_3)
                                .cipherSuites("z")
                                .tlsCertificates(c -> c.serverCertificate("/c")
                                        .privateKey("/k")
                                        .caCertificates("/ca"))))
                .ingress(i -> i.port(81, Protocol.HTTP).tls(t -> t.simple("c")))
                .ingress(i -> i.port(82, Protocol.HTTP).tls(t -> t.simple().credentialNames("c")))
                .egress(e -> e.hosts("./*")
                        .port(80, Protocol.HTTP, p -> p.targetPort(1))
                        .bind("1.2.3.4")
                        .captureMode(CaptureMode.DEFAULT))
                .inboundConnectionPool(RoutingExamples::pool)
                .outboundTrafficPolicy(o -> o.mode(OutboundTrafficMode.ALLOW_ANY)
                        .egressProxy(d -> d.host("a").subset("s").port(80)));
    }

    static WorkloadEntry workloadEntry() {
        return WorkloadEntry.named("vm")
                .namespace("n")
                .address("10.2.2.2")
                .ports(Map.of("web", 80))
                .workloadLabels(Map.of("app", "a"))
                .network("n")
                .locality("r/z")
                .weight(1)
                .serviceAccount("sa");
    }

    static WorkloadGroup workloadGroup() {
        return WorkloadGroup.named("vms")
                .namespace("n")
                .template(ServiceExamples::workload)
                .metadata(m -> m.labels(Map.of("a", "1")).annotations(Map.of("b", "2")))
                .probe(p -> p.httpGet(
                                80, h -> h.path("/").host("h").scheme("HTTP").httpHeaders(Map.of("a", "b")))
                        .initialDelaySeconds(1)
                        .timeoutSeconds(2)
                        .periodSeconds(3)
                        .successThreshold(4)
                        .failureThreshold(5));
    }

    static WorkloadGroup probes(String type) {
        WorkloadGroup group = WorkloadGroup.named("vms-" + type).template(w -> w);
        return switch (type) {
            case "exec" -> group.probe(p -> p.exec("true"));
            case "tcp" -> group.probe(p -> p.tcpSocket(80, "h"));
            default -> group.probe(p -> p.grpc(80, "s"));
        };
    }
}
