package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.aws.AccessEntry.Scope;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import java.util.List;
import java.util.Optional;

/** EKS's own access policies and their association with entries. */
final class AccessPolicies {
    static final String CLUSTER_ADMIN = "AmazonEKSClusterAdminPolicy";
    private static final List<String> POLICIES = List.of(
            CLUSTER_ADMIN,
            "AmazonEKSAdminPolicy",
            "AmazonEKSAdminViewPolicy",
            "AmazonEKSEditPolicy",
            "AmazonEKSViewPolicy");

    private AccessPolicies() {}

    static void register(EksRoutes routes) {
        String all = "/clusters/{name}/access-entries/{principalArn}/access-policies";
        routes.on("AssociateAccessPolicy", "POST", all, AccessPolicies::associate);
        routes.on("ListAssociatedAccessPolicies", "GET", all, AccessPolicies::associated);
        routes.on("DisassociateAccessPolicy", "DELETE", all + "/{policyArn}", AccessPolicies::disassociate);
        routes.on("ListAccessPolicies", "GET", "/access-policies", AccessPolicies::policies);
    }

    private static ObjectNode associate(Call call, EksIn in) {
        AccessEntry entry = AccessEntries.find(call.site(), in);
        String arn = in.require("policyArn");
        if (POLICIES.stream().noneMatch(policy -> arn.equals(arn(call.site(), policy)))) {
            throw EksIn.invalid("The policyArn %s is not an EKS access policy", arn);
        }
        if (!entry.type().equals("STANDARD")) {
            throw EksIn.invalid("Access policies cannot be associated with an access entry of type %s", entry.type());
        }
        JsonNode scope = in.body().path("accessScope");
        List<String> namespaces = EksIn.texts(scope.path("namespaces"));
        boolean wide = scope.path("type").asText().equals("cluster");
        if (wide != namespaces.isEmpty()) {
            throw EksIn.invalid("accessScope must be of type cluster, or of type namespace with namespaces");
        }
        Scope made = new Scope(namespaces, call.now());
        AccessEntries.put(call.site(), entry.withPolicy(arn, Optional.of(made), call.now()));
        ObjectNode out = Json.object().put("clusterName", entry.cluster()).put("principalArn", entry.principalArn());
        out.set("associatedAccessPolicy", write(arn, made));
        return out;
    }

    static String arn(Site site, String name) {
        return "arn:" + site.partition() + ":eks::aws:cluster-access-policy/" + name;
    }

    private static ObjectNode write(String arn, Scope scope) {
        ObjectNode out = Json.object()
                .put("policyArn", arn)
                .put("associatedAt", Json.time(scope.associated()))
                .put("modifiedAt", Json.time(scope.associated()));
        ObjectNode where = out.putObject("accessScope");
        where.put("type", scope.namespaces().isEmpty() ? "cluster" : "namespace");
        where.set("namespaces", Json.texts(scope.namespaces()));
        return out;
    }

    private static ObjectNode associated(Call call, EksIn in) {
        AccessEntry entry = AccessEntries.find(call.site(), in);
        ObjectNode out = Json.object().put("clusterName", entry.cluster()).put("principalArn", entry.principalArn());
        out.set("associatedAccessPolicies", Json.entries(entry.policies(), AccessPolicies::write));
        return out;
    }

    private static ObjectNode disassociate(Call call, EksIn in) {
        AccessEntry entry = AccessEntries.find(call.site(), in);
        if (!entry.policies().containsKey(in.path("policyArn"))) {
            throw AwsError.of(
                    404,
                    "ResourceNotFoundException",
                    "The policy %s is not associated with %s",
                    in.path("policyArn"),
                    entry.principalArn());
        }
        AccessEntries.put(call.site(), entry.withPolicy(in.path("policyArn"), Optional.empty(), call.now()));
        return Json.object();
    }

    private static ObjectNode policies(Call call, EksIn in) {
        return Json.object().set("accessPolicies", Json.list(POLICIES, name -> Json.object()
                .put("name", name)
                .put("arn", arn(call.site(), name))));
    }
}
