package io.meshprovisioner.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshprovisioner.error.AccessDeniedException;
import io.meshprovisioner.error.ApiError;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.plan.CallFailure;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.DecodeAuthorizationMessageRequest;

/** Says which permission was missing, decoding what EC2 encodes. */
final class Denials {
    private static final Pattern ENCODED = Pattern.compile("Encoded authorization failure message: (\\S+)");
    private static final Pattern ACTION = Pattern.compile("not authorized to perform: ([\\w-]+:\\w+)");
    private static final Pattern RESOURCE = Pattern.compile("on resource: (\\S+)");

    private final AwsCalls calls;

    Denials(AwsCalls calls) {
        this.calls = calls;
    }

    AccessDeniedException explain(ApiError error, Throwable cause) {
        Missing missing = decoded(error.message()).orElseGet(() -> stated(error));
        return new AccessDeniedException(Failure.of(
                        "The caller may not " + missing.action + ".",
                        "Give the caller this statement, then run again: the run continues. " + missing.statement())
                .because("Denied: " + missing.action + " on " + missing.resource + ".")
                .answered(error)
                .causedBy(cause));
    }

    private Optional<Missing> decoded(String message) {
        Matcher encoded = ENCODED.matcher(message);
        if (!encoded.find()) {
            return Optional.empty();
        }
        try {
            String json = calls.sts()
                    .read(
                            DecodeAuthorizationMessageRequest.builder()
                                    .encodedMessage(encoded.group(1))
                                    .build(),
                            StsClient::decodeAuthorizationMessage)
                    .decodedMessage();
            JsonNode context = new ObjectMapper().readTree(json).path("context");
            return Optional.of(new Missing(
                    context.path("action").asText(), context.path("resource").asText()));
        } catch (MeshException | CallFailure | JsonProcessingException e) {
            return Optional.empty(); // what was denied first counts, not that its text stays encoded
        }
    }

    private static Missing stated(ApiError error) {
        Matcher action = ACTION.matcher(error.message());
        Matcher resource = RESOURCE.matcher(error.message());
        String service = error.service().equals("elasticloadbalancingv2") ? "elasticloadbalancing" : error.service();
        return new Missing(
                action.find() ? action.group(1) : service + ":" + error.operation(),
                resource.find() ? resource.group(1) : "*");
    }

    private record Missing(String action, String resource) {
        String statement() {
            return "{\"Effect\": \"Allow\", \"Action\": \"" + action + "\", \"Resource\": \"" + resource + "\"}";
        }
    }
}
