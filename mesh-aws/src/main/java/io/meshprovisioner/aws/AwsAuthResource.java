package io.meshprovisioner.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.ClusterSpec.IamMapping;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.MeshInstaller.Sessions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Entries of the aws-auth ConfigMap. EKS and others write there too, each reading the whole and writing it back: so do we,
 * on the condition that nobody has written in between, and what is not ours stays. It goes with the cluster.
 */
final class AwsAuthResource extends AwsResource<Done> {
    private static final ObjectKey MAP = ObjectKey.of("v1", "ConfigMap", "kube-system", "aws-auth");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build();
    private static final JsonMapper JSON = new JsonMapper();

    private final List<IamMapping> mappings;
    private final Ref<ApiAccess> api;
    private final Sessions sessions;

    AwsAuthResource(Scope scope, List<IamMapping> mappings, Ref<ApiAccess> api, Sessions sessions) {
        super(scope, "kubernetes:ConfigMap", "aws-auth", "aws-auth for " + mappings.size() + " of IAM", "G5.1");
        this.mappings = mappings;
        this.api = api;
        this.sessions = sessions;
        need(api);
    }

    private KubernetesSession session(Step step) {
        return sessions.on(step.get(api));
    }

    @Override
    public Observation<Done> observe(Step step) {
        return session(step)
                .get(MAP)
                .map(found -> Observation.ready(new Done(), differences(found)))
                .orElseGet(Observation::absent);
    }

    private List<Difference> differences(Manifest found) {
        List<Difference> differences = new ArrayList<>();
        for (IamMapping mapping : mappings) {
            Optional<ObjectNode> entry = entry(entries(found, field(mapping)), mapping);
            ObjectNode desired = merged(entry, mapping);
            if (!entry.equals(Optional.of(desired))) {
                differences.add(new Difference(
                        field(mapping) + "[" + mapping.arnWithoutPath() + "]",
                        entry.map(JsonNode::toString).orElse("absent"),
                        desired.toString(),
                        Remedy.UPDATE));
            }
        }
        return differences;
    }

    @Override
    public Observation<Done> create(Step step) {
        Manifest none = manifest(Map.of());
        boolean made = session(step).create(manifest(data(none)), step.permit());
        return made ? Observation.ready(new Done()) : merge(step);
    }

    @Override
    public Observation<Done> update(Step step, Observation.Ready<Done> found) {
        return merge(step);
    }

    /** Refused by the server, and tried again from the beginning, when somebody has written since we read. */
    private Observation<Done> merge(Step step) {
        KubernetesSession session = session(step);
        Optional<Manifest> found = session.get(MAP);
        if (found.isEmpty()) {
            return Observation.absent();
        }
        ObjectNode patch = JSON.createObjectNode();
        Object metadata = found.get().toMap().get("metadata");
        patch.putObject("metadata")
                .set(
                        "resourceVersion",
                        JSON.valueToTree(metadata instanceof Map<?, ?> m ? m.get("resourceVersion") : ""));
        patch.set("data", JSON.valueToTree(data(found.get())));
        session.patch(MAP, patch.toString(), step.permit());
        return Observation.ready(new Done());
    }

    private static Manifest manifest(Map<String, String> data) {
        return Manifest.of(Map.of(
                "apiVersion",
                MAP.apiVersion(),
                "kind",
                MAP.kind(),
                "metadata",
                Map.of("name", MAP.name(), "namespace", "kube-system"),
                "data",
                data));
    }

    /** The fields that change, whole. */
    private Map<String, String> data(Manifest found) {
        Map<String, ArrayNode> changed = new LinkedHashMap<>();
        for (IamMapping mapping : mappings) {
            ArrayNode entries = changed.computeIfAbsent(field(mapping), field -> entries(found, field));
            Optional<ObjectNode> entry = entry(entries, mapping);
            ObjectNode desired = merged(entry, mapping);
            entry.ifPresentOrElse(old -> old.setAll(desired), () -> entries.add(desired));
        }
        Map<String, String> data = new LinkedHashMap<>();
        changed.forEach((field, entries) -> data.put(field, written(entries)));
        return data;
    }

    private static String field(IamMapping mapping) {
        return mapping.ofRole() ? "mapRoles" : "mapUsers";
    }

    private static String member(IamMapping mapping) {
        return mapping.ofRole() ? "rolearn" : "userarn";
    }

    private static ObjectNode merged(Optional<ObjectNode> entry, IamMapping mapping) {
        ObjectNode merged = entry.map(ObjectNode::deepCopy).orElseGet(JSON::createObjectNode);
        if (!merged.has(member(mapping))) {
            merged.put(member(mapping), mapping.arnWithoutPath());
        }
        merged.put("username", mapping.username());
        merged.set("groups", JSON.valueToTree(mapping.groups()));
        return merged;
    }

    private static Optional<ObjectNode> entry(ArrayNode entries, IamMapping mapping) {
        for (JsonNode entry : entries) {
            String arn = entry.path(member(mapping)).asText();
            if (entry instanceof ObjectNode object
                    && new IamMapping(arn, "", List.of()).arnWithoutPath().equalsIgnoreCase(mapping.arnWithoutPath())) {
                return Optional.of(object);
            }
        }
        return Optional.empty();
    }

    private static ArrayNode entries(Manifest found, String field) {
        Object data = found.toMap().get("data");
        Object text = data instanceof Map<?, ?> fields ? fields.get(field) : null;
        if (text == null || text.toString().isBlank()) {
            return JSON.createArrayNode();
        }
        try {
            if (YAML.readTree(text.toString()) instanceof ArrayNode array) {
                return array;
            }
        } catch (JsonProcessingException e) {
            // Said below, without the text: it may be anything.
        }
        throw new ServiceFailureException(Failure.of(
                        "The aws-auth ConfigMap cannot be read: " + field + " is not a list in YAML.",
                        "Mend it (kubectl -n kube-system edit configmap aws-auth); until then EKS lets nobody in by it.")
                .at(MAP));
    }

    private static String written(ArrayNode entries) {
        try {
            return YAML.writeValueAsString(entries);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can be written.", e);
        }
    }
}
