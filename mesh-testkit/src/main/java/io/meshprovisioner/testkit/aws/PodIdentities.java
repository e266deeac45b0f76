package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.aws.protocol.AwsError;

/** Pod identity associations. */
final class PodIdentities {
    private PodIdentities() {}

    static void register(EksRoutes routes) {
        String all = "/clusters/{name}/pod-identity-associations";
        routes.on("CreatePodIdentityAssociation", "POST", all, PodIdentities::create);
        routes.on("ListPodIdentityAssociations", "GET", all, PodIdentities::list);
        routes.on("DescribePodIdentityAssociation", "GET", all + "/{associationId}", (call, in) -> Json.object()
                .set("association", write(find(call.site(), in))));
        routes.on("UpdatePodIdentityAssociation", "POST", all + "/{associationId}", PodIdentities::update);
        routes.on("DeletePodIdentityAssociation", "DELETE", all + "/{associationId}", (call, in) -> {
            PodIdentityAssociation found = find(call.site(), in);
            call.here().podIdentities.remove(found.key());
            call.site().world().changed();
            return Json.object().set("association", write(found));
        });
    }

    private static PodIdentityAssociation find(Site site, EksIn in) {
        String cluster = Clusters.find(site, in.path("name")).name();
        return site.here()
                .podIdentities
                .get(cluster + "/" + in.path("associationId"))
                .orElseThrow(() -> AwsError.of(
                        404, "ResourceNotFoundException", "No association found for id %s", in.path("associationId")));
    }

    private static ObjectNode create(Call call, EksIn in) {
        Site site = call.site();
        Cluster cluster = Clusters.active(site, in.path("name"));
        String namespace = in.require("namespace");
        String account = in.require("serviceAccount");
        EksRoles.forPods(site, in.require("roleArn"));
        Tokens.Outcome outcome =
                Tokens.once(site, "eks:CreatePodIdentityAssociation", in.token(), in.fingerprint(), () -> {
                    boolean taken = site.here().podIdentities.under(cluster.name() + "/").stream()
                            .anyMatch(other -> other.namespace().equals(namespace)
                                    && other.serviceAccount().equals(account));
                    if (taken) {
                        throw AwsError.of(
                                409,
                                "ResourceInUseException",
                                "Association already exists for %s/%s",
                                namespace,
                                account);
                    }
                    String id = "a-" + site.newHex("pod-identity", cluster.name() + namespace + account, 17);
                    PodIdentityAssociation made = new PodIdentityAssociation(
                            cluster.name(),
                            id,
                            site.arn("eks", "podidentityassociation/" + cluster.name() + "/" + id),
                            namespace,
                            account,
                            in.require("roleArn"),
                            in.tags(),
                            site.now(),
                            site.now());
                    site.here().podIdentities.put(made.key(), made);
                    site.world().changed();
                    return made.key();
                });
        return Json.object()
                .set(
                        "association",
                        write(site.here()
                                .podIdentities
                                .get(outcome.resource())
                                .orElseThrow(() -> AwsError.of(
                                        "InvalidRequestException",
                                        "The token was used for an association that is gone."))));
    }

    private static ObjectNode update(Call call, EksIn in) {
        Site site = call.site();
        PodIdentityAssociation found = find(site, in);
        String role = in.text("roleArn").orElse(found.roleArn());
        EksRoles.forPods(site, role);
        Tokens.Outcome outcome =
                Tokens.once(site, "eks:UpdatePodIdentityAssociation", in.token(), in.fingerprint(), () -> {
                    site.here().podIdentities.put(found.key(), found.withRole(role, site.now()));
                    site.world().changed();
                    return found.key();
                });
        return Json.object()
                .set(
                        "association",
                        write(site.here().podIdentities.get(outcome.resource()).orElse(found)));
    }

    /** Both parameters narrow the list. */
    private static boolean asked(EksIn in, PodIdentityAssociation association) {
        return in.request()
                        .query("namespace")
                        .map(association.namespace()::equals)
                        .orElse(true)
                && in.request()
                        .query("serviceAccount")
                        .map(association.serviceAccount()::equals)
                        .orElse(true);
    }

    private static ObjectNode list(Call call, EksIn in) {
        String cluster = Clusters.find(call.site(), in.path("name")).name();
        return Json.object()
                .set(
                        "associations",
                        Json.list(
                                call.here().podIdentities.under(cluster + "/").stream()
                                        .filter(association -> asked(in, association))
                                        .toList(),
                                association -> Json.object()
                                        .put("clusterName", cluster)
                                        .put("namespace", association.namespace())
                                        .put("serviceAccount", association.serviceAccount())
                                        .put("associationArn", association.arn())
                                        .put("associationId", association.id())));
    }

    private static ObjectNode write(PodIdentityAssociation association) {
        ObjectNode out = Json.object()
                .put("clusterName", association.cluster())
                .put("namespace", association.namespace())
                .put("serviceAccount", association.serviceAccount())
                .put("roleArn", association.roleArn())
                .put("associationArn", association.arn())
                .put("associationId", association.id())
                .put("createdAt", Json.time(association.created()))
                .put("modifiedAt", Json.time(association.modified()));
        out.set("tags", Json.map(association.tags()));
        return out;
    }
}
