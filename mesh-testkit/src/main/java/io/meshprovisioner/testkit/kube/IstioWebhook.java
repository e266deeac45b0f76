package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.validation.IstioValidator;
import io.meshprovisioner.istio.validation.finding.Finding;
import io.meshprovisioner.istio.validation.finding.Layer;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** istiod's validating webhook: the rules of the release that runs, as this project's own validator knows them. */
public final class IstioWebhook implements WebhookServer {
    private static final Pattern TAG = Pattern.compile(":v?(1\\.\\d+(?:\\.\\d+)?)(?:-[\\w.-]+)?$");

    private final Map<String, Optional<IstioValidator>> validators = new ConcurrentHashMap<>();

    @Override
    public Optional<String> deny(Call call) {
        if (!call.path().startsWith("/validate")
                || !Trees.text(call.object(), "apiVersion").contains(".istio.io/")) {
            return Optional.empty();
        }
        return validators
                .computeIfAbsent(call.image(), IstioWebhook::validator)
                .flatMap(validator -> judge(validator, call.object()));
    }

    /** The rules of the release that an image's tag names; none for a tag that names no release we know. */
    private static Optional<IstioValidator> validator(String image) {
        Matcher tag = TAG.matcher(image);
        if (!tag.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(IstioValidator.forRelease(tag.group(1)).layers(Layer.DECODE, Layer.WEBHOOK));
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    private static Optional<String> judge(IstioValidator validator, ObjectNode object) {
        List<Finding> errors =
                validator.inNamespace(Trees.namespace(object)).validate(object).errors();
        if (errors.isEmpty()) {
            return Optional.empty();
        }
        boolean undecodable = errors.stream().anyMatch(error -> error.layer() == Layer.DECODE);
        String prefix = undecodable ? "error decoding configuration: " : "configuration is invalid: ";
        if (errors.size() == 1) {
            return Optional.of(prefix + errors.get(0).problem());
        }
        StringBuilder text = new StringBuilder(prefix + errors.size() + " errors occurred:\n");
        errors.forEach(error -> text.append("\t* ").append(error.problem()).append('\n'));
        return Optional.of(text.append('\n').toString());
    }
}
