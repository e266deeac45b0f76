package io.meshprovisioner.istio.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.traffic.snapshot.ConfigKind;
import io.meshprovisioner.istio.traffic.snapshot.Endpoint;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Protocol;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.traffic.snapshot.Workload;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static final Snapshot FILES = Snapshot.of(Manifests.read("""
            apiVersion: v1
            kind: Service
            metadata: {name: reviews, namespace: bookinfo}
            spec:
              selector: {app: reviews}
              ports: [{name: http, port: 80, targetPort: web}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: reviews-v1, namespace: bookinfo}
            spec:
              selector: {matchLabels: {app: reviews, version: v1}}
              template:
                metadata: {labels: {app: reviews, version: v1}}
                spec:
                  serviceAccountName: bookinfo-reviews
                  containers: [{name: app, ports: [{name: web, containerPort: 9080}]}]
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: outside, namespace: bookinfo}
            spec:
              hosts: [api.example.com]
              ports: [{number: 443, name: tls, protocol: TLS}]
              resolution: DNS
            """));

    @Test
    void aDeploymentWithoutPodsIsTheServicesEndpoint() {
        MeshService reviews =
                FILES.registry().services("reviews.bookinfo.svc.cluster.local").get(0);

        assertThat(FILES.registry().endpoints(reviews)).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.port()).isEqualTo(9080);
            assertThat(endpoint.serviceAccount()).isEqualTo("bookinfo-reviews");
            assertThat(endpoint.labels()).containsEntry("version", "v1");
            assertThat(endpoint.mutualTls()).isTrue();
        });
    }

    @Test
    void aServiceEntryByDnsIsItsOwnEndpoint() {
        MeshService outside = FILES.registry().services("api.example.com").get(0);

        assertThat(outside.external()).isTrue();
        assertThat(outside.ports()).singleElement().satisfies(port -> assertThat(port.protocol())
                .isEqualTo(Protocol.TLS));
        assertThat(FILES.registry().endpoints(outside))
                .extracting(Endpoint::address)
                .containsExactly("api.example.com");
    }

    @Test
    void aChangedObjectTakesThePlaceOfTheOldOneAndTheOldSnapshotStands() {
        Snapshot changed = FILES.with(Manifests.read("""
                        apiVersion: v1
                        kind: Namespace
                        metadata: {name: bookinfo, labels: {istio-injection: disabled}}
                        """).documents());

        assertThat(changed.registry().workloads()).extracting(Workload::sidecar).containsExactly(false);
        assertThat(FILES.registry().workloads()).extracting(Workload::sidecar).containsExactly(true);
        assertThat(changed.without(ConfigKind.SERVICE_ENTRY, "bookinfo", "outside")
                        .registry()
                        .services("api.example.com"))
                .isEmpty();
    }

    @Test
    void everyRecordedConfigurationReads() {
        assertThat(Stream.of(TrafficCase.simulation(), TrafficCase.grid(), TrafficCase.clusters())
                        .flatMap(cases -> cases.stream()))
                .hasSize(235 + 856 + 65)
                .allSatisfy(one -> {
                    assertThat(one.snapshot().size() > 0)
                            .as("%s", one)
                            .isEqualTo(!one.name().equals("TestLoop/direct_request_to_outbound_port"));
                    assertThat(one.proxy().addresses()).as("%s", one).isNotEmpty();
                });
    }
}
