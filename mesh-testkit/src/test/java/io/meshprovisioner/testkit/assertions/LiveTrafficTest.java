package io.meshprovisioner.testkit.assertions;

import static io.meshprovisioner.testkit.assertions.MeshAssertions.assertThat;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.testkit.junit.MeshTest;
import org.junit.jupiter.api.Test;

/** A mesh that stands is asked as files are. */
@MeshTest
class LiveTrafficTest {
    @Test
    void testersSeeTheNewVersion(Mesh mesh) {
        mesh.apply(Manifests.read("""
                apiVersion: v1
                kind: Service
                metadata: {name: checkout, namespace: default}
                spec: {selector: {app: checkout}, ports: [{name: http, port: 80}]}
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: checkout, namespace: default}
                spec:
                  host: checkout
                  subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: checkout, namespace: default}
                spec:
                  hosts: [checkout]
                  http:
                  - match: [{headers: {x-group: {exact: testers}}}]
                    redirect: {authority: beta.example.com}
                  - directResponse: {status: 200}
                """));
        Traffic traffic = Traffic.of(mesh);

        assertThat(traffic.fromNamespace("default").header("x-group", "testers").get("http://checkout/"))
                .isRedirected(301, "http://beta.example.com/")
                .isDecidedBy("checkout", 0);
        assertThat(traffic.get("http://checkout/")).isAnswered(200).isDecidedBy("checkout", 1);
        assertThat(traffic.snapshot().mesh().rootNamespace()).isEqualTo("istio-system");
    }
}
