package io.meshprovisioner.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.event.MeshEvent.Outcome;
import io.meshprovisioner.event.Timeline;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.spi.MeshReport.Component;
import io.meshprovisioner.spi.MeshTopology;
import io.meshprovisioner.spi.MeshTopology.Link;
import io.meshprovisioner.spi.MeshTopology.Rule;
import io.meshprovisioner.spi.MeshTopology.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeshPageTest {
    private static final Instant START = Instant.parse("2026-08-01T12:00:00Z");
    private static final ResourceId SLOW = new ResourceId("eks:Cluster", "shop");
    private static final ResourceId QUICK = new ResourceId("ec2:KeyPair", "shop");

    @Test
    void whatClustersSayIsTextAndNeverMarkup() {
        String evil = "<script>alert('x')</script>&\"";
        String html = page(
                        topology(
                                List.of(new Workload(evil, evil, evil, 1, 0, List.of(evil), evil)),
                                List.of(new Rule(evil, evil, evil, List.of(evil))),
                                List.of(new Link("istio-system/gate", evil, evil))),
                        Optional.empty())
                .toHtml();
        assertThat(html)
                .doesNotContain("<script")
                .doesNotContain("alert('")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;");
    }

    @Test
    void linksLeadFromGatewaysOverServicesToWorkloads() {
        String html = page(
                        topology(
                                List.of(
                                        workload("cart", true, "shop/cart"),
                                        workload("stock", true, "shop/stock"),
                                        workload("cron", false, "")),
                                List.of(),
                                List.of(
                                        new Link("istio-system/gate", "shop/cart", "VirtualService shop/cart"),
                                        new Link("shop/cart", "shop/stock", "VirtualService shop/stock"),
                                        new Link("shop/cart", "shop/cart", "Service shop/cart"),
                                        new Link("shop/nobody", "shop/nobody", "VirtualService shop/nobody"))),
                        Optional.empty())
                .toHtml();
        assertThat(html.lines().filter(line -> line.startsWith("<path class=\"link")))
                .hasSize(3)
                .anyMatch(line -> line.contains("ruled n2 n3") && line.contains("istio-system/gate to shop/cart"))
                .anyMatch(line -> line.contains("ruled n3 n5") && line.contains("shop/cart to shop/stock"))
                .anyMatch(line -> line.contains("plain n3 n6"));
        assertThat(html).contains("shop/nobody", "us-west-2, Istio 1.30.3, 2 of 3 workloads in the mesh");
        assertThat(html).contains("no: injection is off").doesNotContain("id=\"run\"");
    }

    @Test
    void theRunIsDrawnToScaleAndItsCriticalPathIsMarked() {
        Timeline run = new Timeline(
                START,
                START.plusSeconds(200),
                List.of(
                        new Timeline.Entry(QUICK, "key pair", Outcome.UNCHANGED, START, Duration.ofSeconds(1)),
                        new Timeline.Entry(
                                SLOW, "cluster", Outcome.CREATED, START.plusSeconds(50), Duration.ofSeconds(150))),
                List.of(SLOW),
                Duration.ofSeconds(190),
                Map.of("eks:CreateCluster", 1));
        String html = page(topology(List.of(), List.of(), List.of()), Optional.of(run))
                .toHtml();
        assertThat(html.lines().filter(line -> line.startsWith("<tr class=")))
                .satisfiesExactly(
                        quick -> assertThat(quick).contains("class=\"beside\"", "key pair", "unchanged", "width:0.50%"),
                        slow -> assertThat(slow)
                                .contains("class=\"critical\"", "margin-left:25.00%;width:75.00%", "2m30s"));
    }

    private static Workload workload(String name, boolean inMesh, String service) {
        return new Workload(
                "Deployment",
                "shop",
                name,
                2,
                inMesh ? 2 : 0,
                service.isEmpty() ? List.of() : List.of(service),
                inMesh ? "" : "injection is off");
    }

    private static MeshTopology topology(List<Workload> workloads, List<Rule> rules, List<Link> links) {
        return new MeshTopology(
                "1.30.3",
                List.of(new Component("istiod", "istio-system", 1, 1, "")),
                List.of(new Component("gate", "istio-system", 1, 1, "")),
                workloads,
                rules,
                links);
    }

    private static MeshPage page(MeshTopology topology, Optional<Timeline> run) {
        return new MeshPage("shop", "us-west-2", topology, run);
    }
}
