package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.aws.AccessEntry.Scope;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Access entries, and how a principal's ARN is written in them. */
final class AccessEntries {
    private static final Set<String> TYPES = Set.of("STANDARD", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "EC2");

    private AccessEntries() {}

    static void register(EksRoutes routes) {
        String all = "/clusters/{name}/access-entries";
        String one = all + "/{principalArn}";
        routes.on("CreateAccessEntry", "POST", all, AccessEntries::create);
        routes.on("ListAccessEntries", "GET", all, AccessEntries::list);
        routes.on("DescribeAccessEntry", "GET", one, (call, in) -> Json.object()
                .set("accessEntry", write(find(call.site(), in))));
        routes.on("UpdateAccessEntry", "POST", one, AccessEntries::update);
        routes.on("DeleteAccessEntry", "DELETE", one, AccessEntries::delete);
    }

    private static Cluster cluster(Site site, EksIn in) {
        Cluster cluster = Clusters.find(site, in.path("name"));
        if (!cluster.access().usesEntries()) {
            throw AwsError.of(
                            "InvalidRequestException",
                            "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to"
                                    + " perform this operation.")
                    .with("clusterName", cluster.name());
        }
        return cluster;
    }

    static AccessEntry find(Site site, EksIn in) {
        Cluster cluster = cluster(site, in);
        return site.here()
                .accessEntries
                .get(cluster.name() + "/" + in.path("principalArn"))
                .orElseThrow(() -> AwsError.of(
                        404,
                        "ResourceNotFoundException",
                        "The specified principalArn could not be found. You can view your available access entries"
                                + " with 'list-access-entries': %s",
                        in.path("principalArn")));
    }

    static void put(Site site, AccessEntry entry) {
        site.here().accessEntries.put(entry.key(), entry);
        site.world().changed();
    }

    private static ObjectNode create(Call call, EksIn in) {
        Site site = call.site();
        Cluster cluster = cluster(site, in);
        String principal = in.require("principalArn");
        Tokens.Outcome outcome = Tokens.once(site, "eks:CreateAccessEntry", in.token(), in.fingerprint(), () -> {
            if (site.here().accessEntries.has(cluster.name() + "/" + principal)) {
                throw AwsError.of(
                                409,
                                "ResourceInUseException",
                                "The specified access entry resource is already in use on this cluster.")
                        .with("clusterName", cluster.name());
            }
            String type = in.text("type").orElse("STANDARD");
            if (!TYPES.contains(type) || !known(site, principal)) {
                throw EksIn.invalid("The specified principalArn is invalid: invalid principal %s", principal);
            }
            List<String> groups = EksIn.texts(in.body().path("kubernetesGroups"));
            if (groups.stream().anyMatch(group -> group.startsWith("system:"))) {
                throw EksIn.invalid("The kubernetes group name %s is invalid, it cannot start with system:", groups);
            }
            put(site, entry(site, cluster.name(), principal, type, in.text("username"), groups, in.tags()));
            return cluster.name() + "/" + principal;
        });
        return Json.object()
                .set(
                        "accessEntry",
                        write(
                                site.here()
                                        .accessEntries
                                        .get(outcome.resource())
                                        .orElseThrow(
                                                () -> AwsError.of(
                                                        "InvalidRequestException",
                                                        "The clientRequestToken was used for an access entry that has been deleted."))));
    }

    /** Principals must exist at creation; assumed-role session ARNs are not principals. */
    private static boolean known(Site site, String arn) {
        return site.store()
                        .roles
                        .where(role -> role.arn().equals(arn))
                        .findAny()
                        .isPresent()
                || site.store()
                        .users
                        .where(user -> user.arn().equals(arn))
                        .findAny()
                        .isPresent()
                || arn.endsWith(":root")
                || site.store()
                        .keys
                        .where(key -> key.principalArn().equals(arn))
                        .findAny()
                        .isPresent();
    }

    private static AccessEntry entry(
            Site site,
            String cluster,
            String principal,
            String type,
            Optional<String> username,
            List<String> groups,
            Map<String, String> tags) {
        boolean node = !type.equals("STANDARD");
        String resource = principal.substring(principal.lastIndexOf(':') + 1);
        String uid = site.newHex("access-entry", cluster + "/" + principal, 32);
        return new AccessEntry(
                cluster,
                principal,
                site.arn(
                        "eks",
                        "access-entry/" + cluster + "/"
                                + resource.replaceFirst(
                                        "/", "/" + site.options().accountId() + "/") + "/" + uid),
                type,
                node ? "system:node:{{EC2PrivateDNSName}}" : username.orElse(sessionName(site, principal)),
                node ? List.of("system:nodes") : groups,
                Map.of(),
                tags,
                site.now(),
                site.now());
    }

    /** Sessions of a role are told apart by default. */
    private static String sessionName(Site site, String principal) {
        int role = principal.indexOf(":role/");
        return role < 0
                ? principal
                : "arn:" + site.partition() + ":sts::" + site.options().accountId() + ":assumed-role/"
                        + principal.substring(principal.lastIndexOf('/') + 1) + "/{{SessionName}}";
    }

    static ObjectNode write(AccessEntry entry) {
        ObjectNode out = Json.object()
                .put("clusterName", entry.cluster())
                .put("principalArn", entry.principalArn())
                .put("accessEntryArn", entry.arn())
                .put("createdAt", Json.time(entry.created()))
                .put("modifiedAt", Json.time(entry.modified()))
                .put("username", entry.username())
                .put("type", entry.type());
        out.set("kubernetesGroups", Json.texts(entry.groups()));
        out.set("tags", Json.map(entry.tags()));
        return out;
    }

    private static ObjectNode list(Call call, EksIn in) {
        Cluster cluster = cluster(call.site(), in);
        Optional<String> policy = in.request().query("associatedPolicyArn");
        List<String> principals = call.here().accessEntries.under(cluster.name() + "/").stream()
                .filter(entry -> policy.map(entry.policies()::containsKey).orElse(true))
                .map(AccessEntry::principalArn)
                .toList();
        Pages<String> page = in.page(principals, arn -> arn);
        ObjectNode out = Json.object();
        out.set("accessEntries", Json.texts(page.items()));
        Json.put(out, "nextToken", page.next());
        return out;
    }

    private static ObjectNode update(Call call, EksIn in) {
        AccessEntry entry = find(call.site(), in);
        List<String> groups =
                in.body().has("kubernetesGroups") ? EksIn.texts(in.body().path("kubernetesGroups")) : entry.groups();
        AccessEntry changed = entry.with(in.text("username").orElse(entry.username()), groups, call.now());
        put(call.site(), changed);
        return Json.object().set("accessEntry", write(changed));
    }

    private static ObjectNode delete(Call call, EksIn in) {
        AccessEntry entry = find(call.site(), in);
        call.here().accessEntries.remove(entry.key());
        call.site().world().changed();
        return Json.object();
    }

    /** A session's ARN becomes its role's; anything else stays. */
    static String iamPrincipal(String callerArn) {
        int session = callerArn.indexOf(":assumed-role/");
        if (session < 0) {
            return callerArn;
        }
        String role = callerArn.substring(session + ":assumed-role/".length());
        String account = callerArn.substring(0, session).replace(":sts:", ":iam:");
        return account + ":role/" + role.substring(0, role.indexOf('/') < 0 ? role.length() : role.indexOf('/'));
    }

    /** The maker of a cluster is an administrator of it. */
    static void makeCreator(Site site, Cluster cluster) {
        AccessEntry entry = entry(
                site, cluster.name(), cluster.access().creatorArn(), "STANDARD", Optional.empty(), List.of(), Map.of());
        Scope everywhere = new Scope(List.of(), site.now());
        put(
                site,
                entry.withPolicy(
                        AccessPolicies.arn(site, AccessPolicies.CLUSTER_ADMIN), Optional.of(everywhere), site.now()));
    }

    /** EKS itself lets the nodes of a managed group in. */
    static void admitNodes(Site site, Cluster cluster, String roleArn) {
        if (!cluster.access().usesEntries()) {
            AwsAuth.admitNodes(site, cluster.name(), roleArn);
        } else if (!site.here().accessEntries.has(cluster.name() + "/" + roleArn)) {
            put(site, entry(site, cluster.name(), roleArn, "EC2_LINUX", Optional.empty(), List.of(), Map.of()));
        }
    }

    /** The node role's entry goes with the last group that uses the role. */
    static void dismissNodes(Site site, Nodegroup gone) {
        String role = gone.shape().roleArn();
        boolean used = site.here().nodegroups.under(gone.cluster() + "/").stream()
                .anyMatch(group -> group.shape().roleArn().equals(role));
        if (!used) {
            site.here().accessEntries.remove(gone.cluster() + "/" + role);
        }
    }

    /** EKS itself lets the machines of its own node pools in. */
    static void admitAutoNodes(Site site, Cluster cluster, String roleArn) {
        if (!site.here().accessEntries.has(cluster.name() + "/" + roleArn)) {
            put(site, entry(site, cluster.name(), roleArn, "EC2", Optional.empty(), List.of(), Map.of()));
        }
    }

    /** EKS itself lets the machines of pods on Fargate in. */
    static void admitFargate(Site site, Cluster cluster, String roleArn) {
        if (cluster.access().usesEntries() && !site.here().accessEntries.has(cluster.name() + "/" + roleArn)) {
            put(site, entry(site, cluster.name(), roleArn, "FARGATE_LINUX", Optional.empty(), List.of(), Map.of()));
        }
    }

    /** The pod execution role's entry goes with the last profile that uses the role. */
    static void dismissFargate(Site site, FargateProfile gone) {
        boolean used = site.here().fargateProfiles.under(gone.cluster() + "/").stream()
                .anyMatch(profile -> profile.roleArn().equals(gone.roleArn()));
        if (!used) {
            site.here().accessEntries.remove(gone.cluster() + "/" + gone.roleArn());
        }
    }

    /** Why machines of EKS Auto Mode with the role would be turned away: a role's one entry may be of node groups. */
    static Optional<String> autoNodeProblem(Site site, Cluster cluster, String roleArn) {
        return site.here()
                        .accessEntries
                        .get(cluster.name() + "/" + roleArn)
                        .filter(present -> present.type().equals("EC2"))
                        .isPresent()
                ? Optional.empty()
                : Optional.of("the node role " + roleArn + " has no access entry of type EC2");
    }

    /** Why nodes with the role would be turned away. */
    static Optional<String> nodeProblem(Site site, Cluster cluster, String roleArn) {
        boolean entry = cluster.access().usesEntries()
                && site.here()
                        .accessEntries
                        .get(cluster.name() + "/" + roleArn)
                        .filter(present -> present.type().startsWith("EC2"))
                        .isPresent();
        boolean mapped = cluster.access().usesConfigMap() && AwsAuth.mapsNodeRole(site, cluster.name(), roleArn);
        return entry || mapped
                ? Optional.empty()
                : Optional.of("the node role " + roleArn + " has neither an access entry nor an aws-auth mapping");
    }
}
