package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.aws.protocol.Params;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the calls of IAM, STS, Elastic Load Balancing, Systems Manager and CloudWatch Logs ask IAM for. */
final class OtherDemands {
    private OtherDemands() {}

    /** IAM, STS and both versions of Elastic Load Balancing. */
    static List<Demand> of(Site site, String service, String operation, Params in) {
        return switch (service) {
            case "iam" -> iam(site, operation, in);
            case "sts" ->
                List.of(in.get("RoleArn")
                        .map(role -> Demand.on("sts:" + operation, role))
                        .orElseGet(() -> Demand.onAnything("sts:" + operation)));
            default -> balancing(site, operation, in);
        };
    }

    private static List<Demand> iam(Site site, String operation, Params in) {
        String action = "iam:" + operation;
        if (operation.equals("CreateServiceLinkedRole")) {
            String service = in.get("AWSServiceName", "");
            return List.of(Demand.on(action, Iam.arn(site, "role/aws-service-role/" + service + "/new"))
                    .with("iam:AWSServiceName", service));
        }
        String path = in.get("Path", "/");
        Optional<String> resource = in.get("RoleName")
                .map(name -> site.store()
                        .roles
                        .get(name)
                        .map(Iam.Role::arn)
                        .orElseGet(() -> Iam.arn(site, "role" + path + name)))
                .or(() -> in.get("UserName").map(name -> site.store()
                        .users
                        .get(name)
                        .map(Iam.User::arn)
                        .orElseGet(() -> Iam.arn(site, "user" + path + name))))
                .or(() -> in.get("PolicyName").map(name -> Iam.arn(site, "policy" + path + name)))
                .or(() -> in.get("OpenIDConnectProviderArn"))
                .or(() -> in.get("Url").map(url -> Iam.arn(site, "oidc-provider/" + url.replace("https://", ""))))
                .or(() -> in.get("PolicyArn"))
                .or(() -> in.get("PolicySourceArn"));
        Demand itself = resource.map(arn -> Demand.on(action, arn))
                .orElseGet(() -> Demand.onAnything(action))
                .tagged(resource.flatMap(site.store().oidcProviders::get)
                        .map(Iam.OidcProvider::tags)
                        .orElse(Map.of()));
        List<Demand> demands = new ArrayList<>();
        demands.add(in.get("PolicyArn")
                .map(policy -> itself.with("iam:PolicyARN", policy))
                .orElse(itself)
                .tagging(Tags.read(in)));
        if (operation.equals("CreateRole") && !Tags.read(in).isEmpty()) {
            demands.add(Demand.on("iam:TagRole", resource.orElse("*")).tagging(Tags.read(in)));
        }
        if (operation.equals("CreateOpenIDConnectProvider") && !Tags.read(in).isEmpty()) {
            demands.add(Demand.on("iam:TagOpenIDConnectProvider", resource.orElse("*"))
                    .tagging(Tags.read(in)));
        }
        return demands;
    }

    private static List<Demand> balancing(Site site, String operation, Params in) {
        String action = "elasticloadbalancing:" + operation;
        if (operation.startsWith("Describe")) {
            return List.of(Demand.onAnything(action));
        }
        Optional<String> name = in.get("LoadBalancerName");
        Optional<String> arn = in.get("LoadBalancerArn").or(() -> in.get("TargetGroupArn"));
        Optional<Balancer> balancer = site.here()
                .balancers
                .where(one -> name.map(one.name()::equals)
                        .orElseGet(() -> arn.filter(text -> text.contains(one.name()) || text.contains(one.id()))
                                .isPresent()))
                .findFirst();
        String resource = arn.orElseGet(() -> site.arn("elasticloadbalancing", "loadbalancer/" + name.orElse("none")));
        return List.of(balancer.map(found -> Demand.on(action, resource).tagged(found.tags()))
                .orElseGet(() -> Demand.onNothing(action)));
    }

    /** Systems Manager, CloudWatch Logs and the price list. */
    static List<Demand> of(Site site, String service, String operation, ObjectNode in) {
        String action = service + ":" + operation;
        if (service.equals("pricing")) {
            return List.of(Demand.onAnything(action));
        }
        if (service.equals("logs")) {
            JsonNode group = in.path("logGroupName");
            return List.of(Demand.on(
                    action, site.arn("logs", "log-group:" + (group.isMissingNode() ? "*" : group.asText()) + ":*")));
        }
        List<String> names = new ArrayList<>(EksIn.texts(in.path("Names")));
        EksIn.text(in, "Name").or(() -> EksIn.text(in, "Path")).ifPresent(names::add);
        if (names.isEmpty()) {
            return List.of(Demand.onAnything(action));
        }
        return names.stream()
                .map(name -> Demand.on(
                        action,
                        site.arn(
                                "ssm",
                                "parameter/" + name.replaceFirst("^/", "").replaceFirst("/$", ""))))
                .toList();
    }
}
