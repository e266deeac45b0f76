package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Managed policies: those of AWS that this project meets, and the account's own. */
final class IamPolicies {
    /** As many characters as a managed policy may have, white space not counted. */
    private static final int LONGEST = 6144;

    /** Names with their path where it is not {@code /}. */
    private static final List<String> OF_AWS = List.of(
            "AdministratorAccess",
            "PowerUserAccess",
            "ReadOnlyAccess",
            "AmazonS3ReadOnlyAccess",
            "AmazonDynamoDBReadOnlyAccess",
            "AmazonSQSFullAccess",
            "AmazonEKSClusterPolicy",
            "AmazonEKSServicePolicy",
            "AmazonEKSVPCResourceController",
            "AmazonEKSWorkerNodePolicy",
            "AmazonEKSWorkerNodeMinimalPolicy",
            "AmazonEKS_CNI_Policy",
            "AmazonEKSFargatePodExecutionRolePolicy",
            "AmazonEKSComputePolicy",
            "AmazonEKSNetworkingPolicy",
            "AmazonEKSBlockStoragePolicy",
            "AmazonEKSLoadBalancingPolicy",
            "AmazonEC2ContainerRegistryReadOnly",
            "AmazonEC2ContainerRegistryPullOnly",
            "AmazonEC2ContainerRegistryPowerUser",
            "AmazonEC2ContainerRegistryFullAccess",
            "AmazonSSMManagedInstanceCore",
            "CloudWatchAgentServerPolicy",
            "IAMUserChangePassword",
            "service-role/AmazonEBSCSIDriverPolicy",
            "service-role/AmazonEFSCSIDriverPolicy",
            "service-role/AmazonEC2RoleforSSM");

    /** Of several resources the worst is said. */
    private static final Comparator<String> SEVERITY =
            Comparator.comparingInt(List.of("allowed", "implicitDeny", "explicitDeny")::indexOf);

    private IamPolicies() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("CreatePolicy", IamPolicies::create);
        operations.put("GetPolicy", IamPolicies::get);
        operations.put("GetPolicyVersion", IamPolicies::version);
        operations.put("ListPolicies", IamPolicies::list);
        operations.put("ListPolicyVersions", IamPolicies::versions);
        operations.put("ListEntitiesForPolicy", IamPolicies::entities);
        operations.put("DeletePolicy", IamPolicies::delete);
        operations.put("SimulatePrincipalPolicy", IamPolicies::simulate);
    }

    /** The name of a policy that can be attached. */
    static String name(Site site, String arn) {
        return find(site, arn)
                .map(Iam.Policy::name)
                .orElseThrow(() -> Iam.missing("Policy %s does not exist or is not attachable.", arn));
    }

    private static Optional<Iam.Policy> find(Site site, String arn) {
        String prefix = "arn:" + site.partition() + ":iam::aws:policy/";
        if (arn.startsWith(prefix)) {
            String full = arn.substring(prefix.length());
            return OF_AWS.contains(full) ? Optional.of(ofAws(site, full)) : Optional.empty();
        }
        return site.store().policies.get(arn);
    }

    private static Iam.Policy ofAws(Site site, String full) {
        int slash = full.lastIndexOf('/');
        String name = full.substring(slash + 1);
        return new Iam.Policy(
                name,
                slash < 0 ? "/" : "/" + full.substring(0, slash + 1),
                "ANPA" + io.meshprovisioner.testkit.world.Hashes.hex(full, 17).toUpperCase(java.util.Locale.ROOT),
                "arn:" + site.partition() + ":iam::aws:policy/" + full,
                "{\"Version\":\"2012-10-17\",\"Statement\":[]}",
                1,
                Optional.empty(),
                Map.of(),
                java.time.Instant.parse("2018-05-27T21:07:14Z"));
    }

    private static Iam.Policy require(Call call, Params in) {
        String arn = in.require("PolicyArn");
        return find(call.site(), arn).orElseThrow(() -> Iam.missing("Policy %s was not found.", arn));
    }

    private static void create(Call call, Params in, Xml out) {
        Site site = call.site();
        String name = Iam.name(in, "PolicyName", 128);
        String path = in.get("Path", "/");
        String arn = Iam.arn(site, "policy" + path + name);
        if (site.store().policies.has(arn)) {
            throw Iam.exists("A policy called %s already exists. Duplicate names are not allowed.", name);
        }
        String document = Iam.policy(in, "PolicyDocument");
        checkSize(document);
        Iam.Policy policy = new Iam.Policy(
                name,
                path,
                Iam.uniqueId(site, "ANPA", name),
                arn,
                document,
                1,
                in.get("Description"),
                Tags.read(in),
                call.now());
        site.store().policies.put(arn, policy);
        site.world().changed();
        out.node("Policy", xml -> write(call, xml, policy));
    }

    static void checkSize(String document) {
        if (document.replaceAll("\\s", "").length() > LONGEST) {
            throw AwsError.of(409, "LimitExceeded", "Cannot exceed quota for PolicySize: %s", LONGEST);
        }
    }

    private static Stream<String> users(Site site, String arn) {
        return site.store()
                .users
                .where(user -> user.grants().attached().containsKey(arn))
                .map(Iam.User::name);
    }

    private static Stream<String> roles(Site site, String arn) {
        return site.store()
                .roles
                .where(role -> role.grants().attached().containsKey(arn))
                .map(Iam.Role::name);
    }

    private static void write(Call call, Xml out, Iam.Policy policy) {
        Site site = call.site();
        out.text("PolicyName", policy.name())
                .text("PolicyId", policy.id())
                .text("Arn", policy.arn())
                .text("Path", policy.path())
                .text("DefaultVersionId", "v" + policy.version())
                .text(
                        "AttachmentCount",
                        users(site, policy.arn()).count()
                                + roles(site, policy.arn()).count())
                .text("PermissionsBoundaryUsageCount", 0)
                .text("IsAttachable", true)
                .text("Description", policy.description())
                .text("CreateDate", policy.created())
                .text("UpdateDate", policy.created());
        Iam.writeTags(out, policy.tags());
    }

    private static void get(Call call, Params in, Xml out) {
        Iam.Policy policy = require(call, in);
        out.node("Policy", xml -> write(call, xml, policy));
    }

    private static void version(Call call, Params in, Xml out) {
        Iam.Policy policy = require(call, in);
        if (!in.require("VersionId").equals("v" + policy.version())) {
            throw Iam.missing("Policy %s version %s does not exist.", policy.arn(), in.require("VersionId"));
        }
        out.node("PolicyVersion", xml -> {
            xml.text("Document", Iam.encoded(policy.document()));
            writeVersion(xml, policy);
        });
    }

    private static void writeVersion(Xml out, Iam.Policy policy) {
        out.text("VersionId", "v" + policy.version())
                .text("IsDefaultVersion", true)
                .text("CreateDate", policy.created());
    }

    private static void versions(Call call, Params in, Xml out) {
        Iam.Policy policy = require(call, in);
        out.list("Versions", List.of(policy), IamPolicies::writeVersion).text("IsTruncated", false);
    }

    private static void list(Call call, Params in, Xml out) {
        String scope = in.get("Scope", "All");
        List<Iam.Policy> all = new ArrayList<>();
        if (!scope.equals("Local")) {
            OF_AWS.forEach(full -> all.add(ofAws(call.site(), full)));
        }
        if (!scope.equals("AWS")) {
            all.addAll(call.site().store().policies.all());
        }
        Iam.page(in, out, "Policies", all, Iam.Policy::arn, (item, policy) -> write(call, item, policy));
    }

    private static void entities(Call call, Params in, Xml out) {
        Iam.Policy policy = require(call, in);
        out.list("PolicyRoles", roles(call.site(), policy.arn()).toList(), (item, name) -> item.text("RoleName", name))
                .list(
                        "PolicyUsers",
                        users(call.site(), policy.arn()).toList(),
                        (item, name) -> item.text("UserName", name))
                .list("PolicyGroups", List.of(), (item, none) -> {})
                .text("IsTruncated", false);
    }

    private static void delete(Call call, Params in, Xml out) {
        Iam.Policy policy = require(call, in);
        TreeSet<String> holders = new TreeSet<>(users(call.site(), policy.arn()).toList());
        holders.addAll(roles(call.site(), policy.arn()).toList());
        if (!holders.isEmpty()) {
            throw Iam.conflict("Cannot delete a policy attached to entities: %s", holders);
        }
        call.site().store().policies.remove(policy.arn());
        call.site().world().changed();
    }

    private static void simulate(Call call, Params in, Xml out) {
        String principal = in.require("PolicySourceArn");
        if (!Authorization.knows(call.site(), principal)
                && !call.caller().principalArn().equals(principal)) {
            throw Iam.missing("The entity %s cannot be found.", principal);
        }
        List<String> asked = in.list("ResourceArns");
        List<String> resources = asked.isEmpty() ? List.of("*") : asked;
        Map<String, String> context = new TreeMap<>();
        for (Params entry : in.structs("ContextEntries")) {
            entry.list("ContextKeyValues").stream()
                    .findFirst()
                    .ifPresent(value -> context.put(entry.require("ContextKeyName"), value));
        }
        out.list("EvaluationResults", in.list("ActionNames"), (item, action) -> {
                    Map<String, String> decisions = new LinkedHashMap<>();
                    Set<String> missing = new TreeSet<>();
                    for (String resource : resources) {
                        Demand demand = new Demand(action, Optional.of(resource), context);
                        decisions.put(resource, Authorization.decision(call.site(), principal, demand));
                        missing.addAll(Authorization.lacks(call.site(), principal, demand));
                    }
                    item.text("EvalActionName", action)
                            .text("EvalResourceName", resources.get(0))
                            .text(
                                    "EvalDecision",
                                    decisions.values().stream().max(SEVERITY).orElse("implicitDeny"))
                            .texts("MissingContextValues", missing)
                            .list("ResourceSpecificResults", decisions.entrySet(), (one, decision) -> one.text(
                                            "EvalResourceName", decision.getKey())
                                    .text("EvalResourceDecision", decision.getValue()));
                })
                .text("IsTruncated", false);
    }
}
