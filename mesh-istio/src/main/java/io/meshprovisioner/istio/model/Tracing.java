package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsTagValue;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Traces of requests. Source: Tracing. */
public final class Tracing extends Part<Tracing> {
    Tracing(ObjectNode tree) {
        super(tree);
    }

    static Tracing start() {
        return new Tracing(Trees.empty());
    }

    @Override
    protected Tracing copy(ObjectNode changed) {
        return new Tracing(changed);
    }

    /** Whether no spans are sent. Default false. */
    public Tracing disableSpanReporting(boolean disableSpanReporting) {
        return set("disableSpanReporting", disableSpanReporting);
    }

    /** What {@code disableSpanReporting} says. */
    public Optional<Boolean> disableSpanReporting() {
        return flag("disableSpanReporting");
    }

    /** Whether the request id decides on sampling; default true. Since 1.13. */
    public Tracing useRequestIdForTraceSampling(boolean useRequestIdForTraceSampling) {
        return set("useRequestIdForTraceSampling", useRequestIdForTraceSampling);
    }

    /** What {@code useRequestIdForTraceSampling} says. */
    public Optional<Boolean> useRequestIdForTraceSampling() {
        return flag("useRequestIdForTraceSampling");
    }

    /** Whether Istio's own tags are added; default true. Since 1.25. */
    public Tracing enableIstioTags(boolean enableIstioTags) {
        return set("enableIstioTags", enableIstioTags);
    }

    /** What {@code enableIstioTags} says. */
    public Optional<Boolean> enableIstioTags() {
        return flag("enableIstioTags");
    }

    /** Whether trace headers are neither read nor written. Default false. Since 1.30. */
    public Tracing disableContextPropagation(boolean disableContextPropagation) {
        return set("disableContextPropagation", disableContextPropagation);
    }

    /** What {@code disableContextPropagation} says. */
    public Optional<Boolean> disableContextPropagation() {
        return flag("disableContextPropagation");
    }

    /** The providers of the mesh configuration that it goes to. */
    public Tracing providers(String... names) {
        return set(
                "providers",
                Trees.of(Arrays.stream(names).map(name -> Map.of("name", name)).toList()));
    }

    /** What {@code providers} says. */
    public List<String> providers() {
        return parts("providers", Node::new).stream()
                .flatMap(provider -> provider.text("name").stream())
                .toList();
    }

    /** For this side only. Since 1.14. */
    public Tracing match(WorkloadMode mode) {
        return edit("match", Node::new, match -> match.set("mode", mode));
    }

    /** What {@code match} says. */
    public Optional<WorkloadMode> match() {
        return part("match", Node::new).flatMap(match -> match.value("mode", WorkloadMode.class));
    }

    /** The share of requests that is traced when the caller did not decide; default 1 %. */
    public Tracing randomSamplingPercentage(Percentage percentage) {
        return set("randomSamplingPercentage", percentage.value());
    }

    /** What {@code randomSamplingPercentage} says. */
    public Optional<Percentage> randomSamplingPercentage() {
        return decimal("randomSamplingPercentage").map(Percentage::of);
    }

    /** One more tag of every span. */
    public Tracing customTag(String name, Function<NeedsTagValue, CustomTag> tag) {
        return put("customTags", name, tag.apply(CustomTag.needed()));
    }

    /** What {@code customTags} says. */
    public Map<String, CustomTag> customTags() {
        return partMap("customTags", CustomTag::new);
    }
}
