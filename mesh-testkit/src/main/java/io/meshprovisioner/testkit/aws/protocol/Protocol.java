package io.meshprovisioner.testkit.aws.protocol;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.wire.Response;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a service frames answers and errors. */
public enum Protocol {
    /** EC2's dialect of the query protocol. */
    EC2 {
        @Override
        public Response error(String requestId, AwsError error) {
            String body = new Xml("item")
                    .node(
                            "Errors",
                            errors -> errors.node(
                                    "Error", e -> e.text("Code", error.code()).text("Message", error.text())))
                    .text("RequestID", requestId)
                    .toString();
            return xml(
                    error.status(),
                    requestId,
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response>" + body + "</Response>");
        }
    },
    /** The query protocol of IAM, STS and Elastic Load Balancing. */
    QUERY {
        @Override
        public Response error(String requestId, AwsError error) {
            String type = error.status() < 500 ? "Sender" : "Receiver";
            String body = new Xml("member")
                    .node(
                            "Error",
                            e -> e.text("Type", type).text("Code", error.code()).text("Message", error.text()))
                    .text("RequestId", requestId)
                    .toString();
            return xml(
                    error.status(),
                    requestId,
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ErrorResponse>" + body + "</ErrorResponse>");
        }
    },
    /** REST JSON (EKS) and JSON 1.1 (SSM, CloudWatch Logs). */
    JSON {
        @Override
        public Response error(String requestId, AwsError error) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.put("__type", error.code());
            body.put("message", error.text());
            error.fields().forEach((name, value) -> body.set(name, MAPPER.valueToTree(value)));
            return json(error.status(), requestId, body, Map.of("x-amzn-ErrorType", error.code()));
        }
    };

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The framed error. */
    public abstract Response error(String requestId, AwsError error);

    /** An XML answer. */
    public static Response xml(int status, String requestId, String document) {
        return new Response(
                status,
                Map.of("Content-Type", "text/xml;charset=UTF-8", "x-amzn-RequestId", requestId),
                document.getBytes(StandardCharsets.UTF_8));
    }

    /** A JSON answer. */
    public static Response json(int status, String requestId, ObjectNode body, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "application/json");
        all.put("x-amzn-RequestId", requestId);
        return new Response(status, all, body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
