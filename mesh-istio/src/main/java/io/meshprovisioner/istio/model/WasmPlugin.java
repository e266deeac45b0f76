package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsEnvName;
import io.meshprovisioner.istio.model.step.NeedsPluginUrl;
import io.meshprovisioner.istio.model.step.NeedsTarget;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** WebAssembly code in proxies. Since 1.12. Source: WasmPlugin of extensions.istio.io. */
public final class WasmPlugin extends SelectedResource<WasmPlugin> {
    private static final String KIND = "WasmPlugin";

    private WasmPlugin(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A WasmPlugin that still needs its code. */
    public static NeedsPluginUrl named(String name) {
        return new Start(new WasmPlugin(envelope(KIND, name), Trees.empty()));
    }

    static WasmPlugin of(Document document) {
        return new WasmPlugin(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected WasmPlugin copy(Envelope changed, ObjectNode spec) {
        return new WasmPlugin(changed, spec);
    }

    /** The SHA-256 of the code, when it comes by HTTP. */
    public WasmPlugin sha256(String sha256) {
        return set("sha256", sha256);
    }

    /** What {@code sha256} says. */
    public Optional<String> sha256() {
        return text("sha256");
    }

    /** When the image is fetched. */
    public WasmPlugin imagePullPolicy(PullPolicy imagePullPolicy) {
        return set("imagePullPolicy", imagePullPolicy);
    }

    /** What {@code imagePullPolicy} says. */
    public Optional<PullPolicy> imagePullPolicy() {
        return value("imagePullPolicy", PullPolicy.class);
    }

    /** The secret for fetching the image, in the same namespace. */
    public WasmPlugin imagePullSecret(String imagePullSecret) {
        return set("imagePullSecret", imagePullSecret);
    }

    /** What {@code imagePullSecret} says. */
    public Optional<String> imagePullSecret() {
        return text("imagePullSecret");
    }

    /** In the API without a meaning so far. */
    public WasmPlugin verificationKey(String verificationKey) {
        return set("verificationKey", verificationKey);
    }

    /** What {@code verificationKey} says. */
    public Optional<String> verificationKey() {
        return text("verificationKey");
    }

    /** The name that the code is told; default: that of the resource. */
    public WasmPlugin pluginName(String pluginName) {
        return set("pluginName", pluginName);
    }

    /** What {@code pluginName} says. */
    public Optional<String> pluginName() {
        return text("pluginName");
    }

    /** What happens when the code fails; default FAIL_CLOSE. Since 1.19. */
    public WasmPlugin failStrategy(FailStrategy failStrategy) {
        return set("failStrategy", failStrategy);
    }

    /** What {@code failStrategy} says. */
    public Optional<FailStrategy> failStrategy() {
        return value("failStrategy", FailStrategy.class);
    }

    /** What the code works on; default HTTP. Since 1.20. */
    public WasmPlugin type(PluginType type) {
        return set("type", type);
    }

    /** What {@code type} says. */
    public Optional<PluginType> type() {
        return value("type", PluginType.class);
    }

    /** Where in the filter chain it stands. */
    public WasmPlugin phase(PluginPhase phase) {
        return set("phase", phase);
    }

    /** What {@code phase} says. */
    public Optional<PluginPhase> phase() {
        return value("phase", PluginPhase.class);
    }

    /** Which of a phase goes first: the higher; default 0. */
    public WasmPlugin priority(int priority) {
        return set("priority", priority);
    }

    /** What {@code priority} says. */
    public Optional<Integer> priority() {
        return integer("priority");
    }

    /** One more kind of traffic that it works on; default all. Since 1.16. */
    public WasmPlugin match(UnaryOperator<TrafficSelector> one) {
        return add("match", one.apply(TrafficSelector.start()));
    }

    /** What {@code match} says. */
    public List<TrafficSelector> match() {
        return parts("match", TrafficSelector::new);
    }

    /** Where the code is. */
    public WasmPlugin url(String url) {
        return set("url", url);
    }

    /** What {@code url} says. */
    public Optional<String> url() {
        return text("url");
    }

    /** The configuration that the code is given. */
    public WasmPlugin pluginConfig(Map<String, ?> config) {
        return set("pluginConfig", Trees.of(config));
    }

    /** The configuration that the code is given, as YAML. */
    public WasmPlugin pluginConfig(String yaml) {
        return set("pluginConfig", Structs.parse(yaml));
    }

    /** What {@code pluginConfig} says. */
    public Map<String, Object> pluginConfig() {
        return Structs.map(get("pluginConfig"));
    }

    /** One more environment variable of the code. Since 1.14. */
    public WasmPlugin env(Function<NeedsEnvName, EnvVar> variable) {
        return edit("vmConfig", Node::new, vm -> vm.add("env", variable.apply(EnvVar::named)));
    }

    /** What {@code vmConfig.env} says. */
    public List<EnvVar> env() {
        return part("vmConfig", Node::new)
                .map(vm -> vm.parts("env", EnvVar::new))
                .orElse(List.of());
    }

    /** For one gateway, waypoint or service. Since 1.20, deprecated since 1.22: {@link #targetRefs} takes several. */
    @Deprecated
    public WasmPlugin targetRef(Function<NeedsTarget, TargetRef> target) {
        return unset("targetRefs").unset("selector").set("targetRef", target.apply(TargetRef.needed()));
    }

    private static final class Start extends UnfinishedResource<WasmPlugin, NeedsPluginUrl> implements NeedsPluginUrl {
        Start(WasmPlugin resource) {
            super(resource);
        }

        @Override
        NeedsPluginUrl with(WasmPlugin resource) {
            return new Start(resource);
        }

        @Override
        public WasmPlugin url(String url) {
            return resource.url(url);
        }
    }
}
