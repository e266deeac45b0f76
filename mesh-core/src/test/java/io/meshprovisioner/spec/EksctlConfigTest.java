package io.meshprovisioner.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.spec.EksctlConfig.NotCarriedOver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of eksctl becomes a spec, and what of it does not is named. */
class EksctlConfigTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    private static final String HEAD = """
            apiVersion: eksctl.io/v1alpha5
            kind: ClusterConfig
            metadata: {name: small, region: us-west-2}
            """;

    private static final String WHOLE = """
            apiVersion: eksctl.io/v1alpha5
            kind: ClusterConfig
            metadata:
              name: shop
              region: us-west-2
              version: 1.30
              tags: {team: payments}
              annotations: {note: none}
            availabilityZones: [us-west-2a, us-west-2b]
            vpc:
              cidr: 10.20.0.0/16
              nat: {gateway: HighlyAvailable}
              clusterEndpoints: {publicAccess: true, privateAccess: true}
              publicAccessCIDRs: [203.0.113.0/24]
              hostnameType: resource-name
            iam:
              serviceRoleARN: arn:aws:iam::111122223333:role/control
              serviceRolePermissionsBoundary: arn:aws:iam::111122223333:policy/boundary
              withOIDC: true
              podIdentityAssociations:
                - namespace: shop
                  serviceAccountName: orders
                  permissionPolicyARNs: [arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess]
                  createServiceAccount: true
            accessConfig:
              authenticationMode: API
              accessEntries:
                - principalARN: arn:aws:iam::111122223333:role/dev
                  kubernetesGroups: [dev]
                  kubernetesUsername: developer
                  accessPolicies:
                    - policyARN: arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy
                      accessScope: {type: namespace, namespaces: [shop]}
                    - policyARN: arn:aws:eks::aws:cluster-access-policy/AmazonEKSSecretReaderPolicy
                      accessScope: {type: cluster}
            iamIdentityMappings:
              - arn: arn:aws:iam::111122223333:role/ops
                username: ops
                groups: [system:masters]
                noDuplicateARNs: true
            managedNodeGroups:
              - name: general
                instanceTypes: [m7g.large, m7g.xlarge]
                minSize: 1
                maxSize: 6
                desiredCapacity: 3
                spot: true
                labels: {role: web}
                taints:
                  - {key: dedicated, value: web, effect: PreferNoSchedule}
                volumeSize: 40
                volumeIOPS: 4000
                amiFamily: Bottlerocket
                privateNetworking: true
                ssh: {allow: true, publicKeyName: ops, enableSsm: true}
                updateConfig: {maxUnavailablePercentage: 25}
                iam: {instanceRoleARN: "arn:aws:iam::111122223333:role/nodes"}
              - name: batch
                taints: {batch: "true:NoSchedule"}
            nodeGroups:
              - name: old
            fargateProfiles:
              - name: fp
                selectors:
                  - {namespace: batch, labels: {compute: fargate}}
                podExecutionRoleARN: arn:aws:iam::111122223333:role/pods
                status: ACTIVE
            addons:
              - name: vpc-cni
                version: 1.19.0-eksbuild.1
                configurationValues: "env: {ENABLE_PREFIX_DELEGATION: 'true'}"
                serviceAccountRoleARN: arn:aws:iam::111122223333:role/cni
              - name: aws-ebs-csi-driver
                version: latest
            cloudWatch:
              clusterLogging: {enableTypes: ["*"], logRetentionInDays: 30}
            secretsEncryption:
              keyARN: arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
            kubernetesNetworkConfig: {serviceIPv4CIDR: 172.20.0.0/16, ipFamily: IPv6}
            upgradePolicy: {supportType: STANDARD}
            zonalShiftConfig: {enabled: true}
            """;

    @Test
    void whatTheSpecCanSayIsCarriedOver() {
        MeshSpec spec = EksctlConfig.read(WHOLE).spec();
        assertThat(spec.name()).isEqualTo("shop");
        assertThat(spec.region()).isEqualTo("us-west-2");
        assertThat(spec.tags()).isEqualTo(Map.of("team", "payments"));
        assertThat(spec.vpc())
                .isEqualTo(VpcSpec.defaults()
                        .cidr("10.20.0.0/16")
                        .availabilityZones("us-west-2a", "us-west-2b")
                        .natGateways(NatGateways.ONE_PER_ZONE));
        assertThat(spec.iam().permissionsBoundary()).contains("arn:aws:iam::111122223333:policy/boundary");
        assertThat(spec.keyPair()).contains(KeyPairSpec.existing("ops"));
        assertThat(spec.cluster())
                .isEqualTo(ClusterSpec.defaults()
                        .version("1.30")
                        .endpointAccess(EndpointAccess.PUBLIC_AND_PRIVATE)
                        .publicAccessCidrs("203.0.113.0/24")
                        .logTypes("api", "audit", "authenticator", "controllerManager", "scheduler")
                        .roleArn("arn:aws:iam::111122223333:role/control")
                        .oidcProvider()
                        .podIdentity(
                                "shop",
                                "orders",
                                who -> who.managedPolicies("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"))
                        .access("arn:aws:iam::111122223333:role/dev", who -> who.policy(AccessPolicy.EDIT, "shop")
                                .groups("dev")
                                .username("developer"))
                        .awsAuth("arn:aws:iam::111122223333:role/ops", "ops", "system:masters")
                        .addon(ClusterSpec.AddonSpec.of("vpc-cni")
                                .version("v1.19.0-eksbuild.1")
                                .configurationValues("env: {ENABLE_PREFIX_DELEGATION: 'true'}"))
                        .addon("aws-ebs-csi-driver")
                        .kmsKeyArn("arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab")
                        .supportType(SupportType.STANDARD)
                        .zonalShift(true));
        assertThat(spec.nodeGroups())
                .containsExactly(
                        NodeGroupSpec.named("general")
                                .instanceTypes("m7g.large", "m7g.xlarge")
                                .minSize(1)
                                .maxSize(6)
                                .desiredSize(3)
                                .capacityType(CapacityType.SPOT)
                                .label("role", "web")
                                .taint("dedicated", "web", Taint.Effect.PREFER_NO_SCHEDULE)
                                .diskSizeGiB(40)
                                .amiFamily(AmiFamily.BOTTLEROCKET)
                                .maxUnavailable(MaxUnavailable.percent(25))
                                .roleArn("arn:aws:iam::111122223333:role/nodes"),
                        NodeGroupSpec.named("batch")
                                .instanceTypes("m5.large")
                                .minSize(2)
                                .maxSize(2)
                                .desiredSize(2)
                                .diskSizeGiB(80)
                                .taint("batch", "true", Taint.Effect.NO_SCHEDULE));
        assertThat(spec.fargate())
                .containsExactly(FargateSpec.named("fp")
                        .selector("batch", Map.of("compute", "fargate"))
                        .roleArn("arn:aws:iam::111122223333:role/pods"));
        assertThat(SpecCheck.problems(spec)).isEmpty();
        assertThat(MeshSpec.read(spec.toYaml())).isEqualTo(spec);
    }

    @Test
    void whatTheSpecCannotSayIsNamedWithItsReason() {
        List<NotCarriedOver> left = EksctlConfig.read(WHOLE).notCarriedOver();
        assertThat(left)
                .extracting(NotCarriedOver::path)
                .containsExactlyInAnyOrder(
                        "metadata.annotations",
                        "vpc.hostnameType",
                        "iam.podIdentityAssociations[0].createServiceAccount",
                        "accessConfig.authenticationMode",
                        "accessConfig.accessEntries[0].accessPolicies[1].policyARN",
                        "iamIdentityMappings[0].noDuplicateARNs",
                        "managedNodeGroups[general].volumeIOPS",
                        "managedNodeGroups[general].ssh.enableSsm",
                        "managedNodeGroups[batch].privateNetworking",
                        "nodeGroups",
                        "fargateProfiles[fp].status",
                        "addons[vpc-cni].serviceAccountRoleARN",
                        "addons[aws-ebs-csi-driver].version",
                        "cloudWatch.clusterLogging.logRetentionInDays",
                        "kubernetesNetworkConfig.serviceIPv4CIDR",
                        "kubernetesNetworkConfig.ipFamily");
        assertThat(left).allSatisfy(one -> assertThat(one.reason()).endsWith("."));
        assertThat(left)
                .extracting(NotCarriedOver::toString)
                .contains("nodeGroups: They are self-managed; only managed node groups are made here.");
    }

    /** Whatever is taken out of the file shows: in the spec, in the list, or as a refusal. */
    @Test
    void nothingIsDroppedSilently() throws IOException {
        JsonNode whole = YAML.readTree(WHOLE);
        EksctlConfig all = EksctlConfig.read(YAML.writeValueAsString(whole));
        List<String> silent = new ArrayList<>();
        for (List<Object> place : places(whole, List.of())) {
            JsonNode without = whole.deepCopy();
            JsonNode holder = without;
            for (Object step : place.subList(0, place.size() - 1)) {
                holder = step instanceof Integer index ? holder.get(index) : holder.get((String) step);
            }
            Object last = place.get(place.size() - 1);
            if (holder instanceof ArrayNode array) {
                array.remove((Integer) last);
            } else {
                ((ObjectNode) holder).remove((String) last);
            }
            try {
                if (EksctlConfig.read(YAML.writeValueAsString(without)).equals(all)) {
                    silent.add(place.toString());
                }
            } catch (InvalidSpecException e) {
                assertThat(e.problems()).isNotEmpty();
            }
        }
        assertThat(silent)
                .as("what says eksctl's default, or what the note on its whole says already")
                .containsExactlyInAnyOrder(
                        "[metadata, annotations, note]",
                        "[vpc, clusterEndpoints, publicAccess]",
                        "[accessConfig, accessEntries, 0, accessPolicies, 1, accessScope, type]",
                        "[nodeGroups, 0, name]",
                        "[managedNodeGroups, 0, ssh, allow]",
                        "[accessConfig, accessEntries, 0, accessPolicies, 0, accessScope, type]");
    }

    private static List<List<Object>> places(JsonNode node, List<Object> at) {
        List<List<Object>> result = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> result.addAll(places(object.get(name), with(at, name))));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                result.addAll(places(array.get(i), with(at, i)));
            }
        } else {
            result.add(at);
        }
        return result;
    }

    private static List<Object> with(List<Object> at, Object step) {
        List<Object> longer = new ArrayList<>(at);
        longer.add(step);
        return longer;
    }

    @Test
    void whatIsLeftOutIsAsEksctlMakesIt(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("cluster.yaml");
        Files.writeString(file, """
                apiVersion: eksctl.io/v1alpha5
                kind: ClusterConfig
                metadata: {name: small, region: eu-central-1}
                managedNodeGroups: [{name: ng, privateNetworking: true}]
                """);
        EksctlConfig small = EksctlConfig.read(file);
        assertThat(small.notCarriedOver()).isEmpty();
        assertThat(small.spec().vpc())
                .isEqualTo(VpcSpec.defaults().cidr("192.168.0.0/16").availabilityZones(3));
        assertThat(small.spec().cluster()).isEqualTo(ClusterSpec.defaults().endpointAccess(EndpointAccess.PUBLIC));
        assertThat(SpecCheck.problems(small.spec())).isEmpty();
    }

    @Test
    void autoModeTakesTheFileOfEksctl() {
        String head = """
                apiVersion: eksctl.io/v1alpha5
                kind: ClusterConfig
                metadata: {name: small, region: us-west-2}
                """;
        EksctlConfig both = EksctlConfig.read(head + "autoModeConfig: {enabled: true}\n");
        assertThat(both.notCarriedOver()).isEmpty();
        assertThat(both.spec().cluster().auto()).contains(AutoModeSpec.defaults());
        assertThat(both.spec().nodeGroups()).isEmpty();
        assertThat(SpecCheck.problems(both.spec())).isEmpty();
        assertThat(MeshSpec.read(both.spec().toYaml())).isEqualTo(both.spec());

        String role = "arn:aws:iam::111122223333:role/nodes";
        assertThat(EksctlConfig.read(head + "autoModeConfig: {enabled: true, nodePools: [system], nodeRoleARN: '" + role
                                + "'}\n")
                        .spec()
                        .cluster()
                        .auto())
                .contains(new AutoModeSpec(List.of("system"), Optional.of(role)));
        assertThat(EksctlConfig.read(head + "autoModeConfig: {enabled: true, nodePools: []}\n")
                        .spec()
                        .cluster()
                        .auto())
                .contains(new AutoModeSpec(List.of(), Optional.empty()));
        assertThat(EksctlConfig.read(head + "autoModeConfig: {enabled: false}\n")
                        .spec()
                        .cluster()
                        .auto())
                .isEmpty();
    }

    @Test
    void subnetsThatStandAreAdoptedAndThoseThatDoNotAreMade() {
        String head = HEAD + "managedNodeGroups: [{name: ng, privateNetworking: true}]\n";
        VpcSpec theirs = EksctlConfig.read(head + """
                        vpc:
                          id: vpc-12345678
                          subnets:
                            private:
                              us-west-2a: {id: subnet-0000000a}
                              us-west-2b: {id: subnet-0000000b}
                        """).spec().vpc();
        assertThat(theirs)
                .isEqualTo(VpcSpec.defaults()
                        .adopt("vpc-12345678", in -> in.privateSubnets("subnet-0000000a", "subnet-0000000b")));
        VpcSpec made = EksctlConfig.read(head + """
                        vpc:
                          subnets:
                            private: {us-west-2a: {cidr: 192.168.0.0/20}, us-west-2c: {cidr: 192.168.16.0/20}}
                            public: {us-west-2a: {cidr: 192.168.32.0/20}, us-west-2c: {cidr: 192.168.48.0/20}}
                        """).spec().vpc();
        assertThat(made.zones()).containsExactly("us-west-2a", "us-west-2c");
        assertThat(made.privateSubnets()).containsExactly("192.168.0.0/20", "192.168.16.0/20");
        assertThat(made.publicSubnets()).containsExactly("192.168.32.0/20", "192.168.48.0/20");
        assertThat(EksctlConfig.read(head + "vpc: {subnets: {public: {a: {id: subnet-0000000a}}}}\n")
                        .notCarriedOver())
                .extracting(NotCarriedOver::path)
                .contains("vpc.subnets");
    }

    @Test
    void subnetsStayInTheirZones() {
        VpcSpec made = EksctlConfig.read(HEAD + """
                        vpc:
                          subnets:
                            public: {us-west-2a: {cidr: 192.168.32.0/20}, us-west-2c: {cidr: 192.168.48.0/20}}
                            private: {us-west-2c: {cidr: 192.168.16.0/20}, us-west-2a: {cidr: 192.168.0.0/20}}
                        """).spec().vpc();
        assertThat(made.zones()).containsExactly("us-west-2a", "us-west-2c");
        assertThat(made.publicSubnets()).containsExactly("192.168.32.0/20", "192.168.48.0/20");
        assertThat(made.privateSubnets()).containsExactly("192.168.0.0/20", "192.168.16.0/20");
    }

    /** Source: eksctl's own reading of a mapping of taints. */
    @Test
    void aTaintWithoutAColonIsAnEffectWithoutAValue() {
        EksctlConfig file = EksctlConfig.read(
                HEAD + "managedNodeGroups: [{name: ng, taints: {a: NoExecute, b: ':NoSchedule', c: Never}}]\n");
        assertThat(file.spec().nodeGroups().get(0).taints())
                .containsExactly(
                        new Taint("a", "", Taint.Effect.NO_EXECUTE), new Taint("b", "", Taint.Effect.NO_SCHEDULE));
        assertThat(file.notCarriedOver())
                .extracting(NotCarriedOver::toString)
                .contains("managedNodeGroups[ng].taints: \"Never\" is no effect of a taint.");
    }

    @Test
    void whatANodeGroupSaysInVainIsNamed() {
        EksctlConfig file = EksctlConfig.read(HEAD + """
                        managedNodeGroups:
                          - {name: keyless, privateNetworking: true, ssh: {allow: true}}
                          - {name: torn, privateNetworking: true, minSize: 5, maxSize: 3}
                          - {name: one, privateNetworking: true, maxSize: 1}
                        """);
        assertThat(file.notCarriedOver())
                .extracting(NotCarriedOver::path)
                .containsExactly(
                        "managedNodeGroups[keyless].ssh.allow",
                        "managedNodeGroups[torn].maxSize",
                        "managedNodeGroups[one].maxSize");
        assertThat(SpecCheck.problems(file.spec())).isEmpty();
    }

    @Test
    void whatIsNoFileOfEksctlIsRefused() {
        assertThatThrownBy(() -> EksctlConfig.read("kind: Cluster\napiVersion: kops.k8s.io/v1alpha2\n"))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("not a ClusterConfig of eksctl.io/v1alpha5");
        assertThatThrownBy(
                        () -> EksctlConfig.read("kind: ClusterConfig\napiVersion: eksctl.io/v1alpha5\nmetadata: {}\n"))
                .hasMessageContaining("metadata.name")
                .hasMessageContaining("metadata.region");
        assertThat(EksctlConfig.read("""
                                kind: ClusterConfig
                                apiVersion: eksctl.io/v1alpha5
                                metadata: {name: a, region: us-west-2}
                                managedNodeGroups: [{name: ng, minSize: many, privateNetworking: true}, broken]
                                """).notCarriedOver())
                .extracting(NotCarriedOver::toString)
                .containsExactly(
                        "managedNodeGroups: Its part 1 is a text, where eksctl takes a mapping.",
                        "managedNodeGroups[ng].minSize: It is a text, where eksctl takes a whole number.");
    }
}
