package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Protocol;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** A service of the account: its protocol and its operations. */
sealed interface Service {

    /** For the recorder and the fault plan, such as {@code ec2}. */
    String shortName();

    Protocol protocol();

    /** The name of the operation that a request calls; empty where the request names none that is known. */
    Optional<String> operation(Request request);

    Response answer(Call call, Request request, String requestId);

    /** EC2, IAM, STS and Elastic Load Balancing. */
    record Query(String shortName, Protocol protocol, String namespace, Map<String, Call.QueryHandler> operations)
            implements Service {

        static Query of(
                String shortName,
                Protocol protocol,
                String namespace,
                Consumer<Map<String, Call.QueryHandler>> register) {
            Map<String, Call.QueryHandler> operations = new TreeMap<>();
            register.accept(operations);
            return new Query(shortName, protocol, namespace, operations);
        }

        @Override
        public Optional<String> operation(Request request) {
            return Params.action(request.text());
        }

        @Override
        public Response answer(Call call, Request request, String requestId) {
            Params in = Params.parse(request.text());
            String action = in.get("Action", "");
            Call.QueryHandler handler = operations.get(action);
            if (handler == null) {
                throw AwsError.of(
                        "InvalidAction",
                        "The action %s is not valid for this web service: the sandbox does not simulate %s:%s.",
                        action,
                        shortName,
                        action);
            }
            boolean ec2 = protocol == Protocol.EC2;
            Authorization.require(call, protocol, demands(call.site(), action, in));
            if (ec2 && in.flag("DryRun", false)) {
                throw AwsError.of(412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
            }
            Xml out = new Xml(ec2 ? "item" : "member");
            handler.answer(call, in, out);
            String document = ec2 ? plain(action, out, requestId) : wrapped(action, out, requestId);
            return Protocol.xml(200, requestId, document);
        }

        private List<Demand> demands(Site site, String action, Params in) {
            return protocol == Protocol.EC2
                    ? Ec2Demands.of(site, action, in)
                    : OtherDemands.of(site, shortName, action, in);
        }

        private String plain(String action, Xml out, String requestId) {
            return out.text("requestId", requestId).document(action + "Response", namespace);
        }

        private String wrapped(String action, Xml result, String requestId) {
            String inner = result.toString();
            Xml out = new Xml("member");
            if (!inner.isEmpty()) {
                out.raw(action + "Result", inner);
            }
            return out.node("ResponseMetadata", metadata -> metadata.text("RequestId", requestId))
                    .document(action + "Response", namespace);
        }
    }

    /** EKS. */
    record Rest(String shortName, EksRoutes routes) implements Service {
        static Rest of(String shortName, Consumer<EksRoutes> register) {
            EksRoutes routes = new EksRoutes();
            register.accept(routes);
            return new Rest(shortName, routes);
        }

        @Override
        public Protocol protocol() {
            return Protocol.JSON;
        }

        @Override
        public Optional<String> operation(Request request) {
            return routes.find(request).map(match -> match.route().operation());
        }

        @Override
        public Response answer(Call call, Request request, String requestId) {
            EksRoutes.Match match = routes.find(request)
                    .orElseThrow(() -> AwsError.of(
                            404,
                            "UnknownOperationException",
                            "The sandbox does not simulate %s %s of EKS.",
                            request.method(),
                            request.path()));
            EksIn in = new EksIn(match.variables(), request, Json.read(request.text()));
            Authorization.require(
                    call,
                    Protocol.JSON,
                    EksDemands.of(call.site(), match.route().operation(), in));
            return Protocol.json(200, requestId, match.route().handler().answer(call, in), Map.of());
        }
    }

    /** SSM, CloudWatch Logs and the price list. */
    record Target(String shortName, Map<String, BiFunction<Call, ObjectNode, ObjectNode>> operations)
            implements Service {
        static Target of(String shortName, Consumer<Map<String, BiFunction<Call, ObjectNode, ObjectNode>>> register) {
            Map<String, BiFunction<Call, ObjectNode, ObjectNode>> operations = new TreeMap<>();
            register.accept(operations);
            return new Target(shortName, operations);
        }

        @Override
        public Protocol protocol() {
            return Protocol.JSON;
        }

        @Override
        public Optional<String> operation(Request request) {
            return request.header("x-amz-target").map(target -> target.substring(target.indexOf('.') + 1));
        }

        @Override
        public Response answer(Call call, Request request, String requestId) {
            String name = operation(request).orElse("");
            BiFunction<Call, ObjectNode, ObjectNode> handler = operations.get(name);
            if (handler == null) {
                throw AwsError.of("UnknownOperationException", "The sandbox does not simulate %s:%s.", shortName, name);
            }
            ObjectNode in = Json.read(request.text());
            Authorization.require(call, Protocol.JSON, OtherDemands.of(call.site(), shortName, name, in));
            ObjectNode body = handler.apply(call, in);
            return Protocol.json(200, requestId, body, Map.of());
        }
    }
}
