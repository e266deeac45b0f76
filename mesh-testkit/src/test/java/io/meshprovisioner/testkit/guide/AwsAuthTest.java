package io.meshprovisioner.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.Plan;
import io.meshprovisioner.error.ServiceFailureException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** G5.1: aws-auth edited, and no entry lost. */
class AwsAuthTest {
    private static final String OPERATORS = "arn:aws:iam::111122223333:role/teams/operators";
    private static final String EVA = "arn:aws:iam::111122223333:user/eva";

    private static MeshProvisioner spec(GuideMesh guide, String... groups) {
        return guide.sandbox.newRun().withCluster(cluster -> cluster.awsAuth(OPERATORS, "ops:{{SessionName}}", groups)
                .awsAuth(EVA, "eva", "viewers"));
    }

    private static ObjectNode map(GuideMesh guide) {
        return guide.object("v1", "ConfigMap", "kube-system", "aws-auth").orElseThrow();
    }

    private static List<String> names(GuideMesh guide, String field) throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode entry :
                new YAMLMapper().readTree(map(guide).path("data").path(field).asText())) {
            names.add(entry.path("username").asText() + " " + entry.path("groups"));
        }
        return names;
    }

    @Test
    void entriesAreMergedIntoThoseOfOthers() throws IOException {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            spec(guide, "system:masters").install();
            assertThat(names(guide, "mapRoles")).containsExactly("ops:{{SessionName}} [\"system:masters\"]");
            assertThat(map(guide).path("data").path("mapRoles").asText())
                    .as("roles stand there without their path")
                    .contains("arn:aws:iam::111122223333:role/operators");
            assertThat(names(guide, "mapUsers")).containsExactly("eva [\"viewers\"]");
            assertThat(spec(guide, "system:masters").plan().changesNothing()).isTrue();

            ObjectNode theirs = map(guide);
            ObjectNode data = (ObjectNode) theirs.path("data");
            data.put(
                    "mapRoles",
                    data.path("mapRoles").asText()
                            + "- {rolearn: 'arn:aws:iam::111122223333:role/ci', username: ci, groups: [builders]}\n");
            data.put("mapAccounts", "- '444455556666'\n");
            guide.put(theirs);
            Plan plan = spec(guide, "viewers").plan();
            assertThat(plan.toString()).contains("mapRoles[arn:aws:iam::111122223333:role/operators]");
            spec(guide, "viewers").install();
            assertThat(names(guide, "mapRoles"))
                    .containsExactly("ops:{{SessionName}} [\"viewers\"]", "ci [\"builders\"]");
            assertThat(map(guide).path("data").path("mapAccounts").asText()).contains("444455556666");

            guide.sandbox.newRun().install();
            assertThat(names(guide, "mapRoles"))
                    .as("what is no longer asked for stays")
                    .hasSize(2);
            assertThat(guide.sandbox.newRun().uninstall().nothingLeft()).isTrue();
        }
    }

    @Test
    void aMapThatNobodyCanReadIsNotOverwritten() throws IOException {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            guide.sandbox.newRun().install();
            guide.put((ObjectNode) new YAMLMapper().readTree("""
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: aws-auth, namespace: kube-system}
                    data: {mapRoles: "rolearn: ["}
                    """));
            assertThatThrownBy(() -> spec(guide, "viewers").install())
                    .isInstanceOf(ServiceFailureException.class)
                    .hasMessageContaining("mapRoles is not a list in YAML")
                    .hasMessageContaining("kubectl -n kube-system edit configmap aws-auth");
            assertThat(map(guide).path("data").path("mapRoles").asText()).isEqualTo("rolearn: [");
        }
    }
}
