package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsEnvName;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** WebAssembly code in a proxy. Since 1.30. Source: WasmConfig. */
public final class WasmFilter extends Part<WasmFilter> {
    WasmFilter(ObjectNode tree) {
        super(tree);
    }

    static WasmFilter start() {
        return new WasmFilter(Trees.empty());
    }

    @Override
    protected WasmFilter copy(ObjectNode changed) {
        return new WasmFilter(changed);
    }

    /** The SHA-256 of the code, when it comes by HTTP. */
    public WasmFilter sha256(String sha256) {
        return set("sha256", sha256);
    }

    /** What {@code sha256} says. */
    public Optional<String> sha256() {
        return text("sha256");
    }

    /** When the image is fetched. */
    public WasmFilter imagePullPolicy(PullPolicy imagePullPolicy) {
        return set("imagePullPolicy", imagePullPolicy);
    }

    /** What {@code imagePullPolicy} says. */
    public Optional<PullPolicy> imagePullPolicy() {
        return value("imagePullPolicy", PullPolicy.class);
    }

    /** The secret for fetching the image, in the same namespace. */
    public WasmFilter imagePullSecret(String imagePullSecret) {
        return set("imagePullSecret", imagePullSecret);
    }

    /** What {@code imagePullSecret} says. */
    public Optional<String> imagePullSecret() {
        return text("imagePullSecret");
    }

    /** In the API without a meaning so far. */
    public WasmFilter verificationKey(String verificationKey) {
        return set("verificationKey", verificationKey);
    }

    /** What {@code verificationKey} says. */
    public Optional<String> verificationKey() {
        return text("verificationKey");
    }

    /** The name that the code is told; default: that of the resource. */
    public WasmFilter pluginName(String pluginName) {
        return set("pluginName", pluginName);
    }

    /** What {@code pluginName} says. */
    public Optional<String> pluginName() {
        return text("pluginName");
    }

    /** What happens when the code fails; default FAIL_CLOSE. Since 1.19. */
    public WasmFilter failStrategy(FailStrategy failStrategy) {
        return set("failStrategy", failStrategy);
    }

    /** What {@code failStrategy} says. */
    public Optional<FailStrategy> failStrategy() {
        return value("failStrategy", FailStrategy.class);
    }

    /** What the code works on; default HTTP. Since 1.20. */
    public WasmFilter type(PluginType type) {
        return set("type", type);
    }

    /** What {@code type} says. */
    public Optional<PluginType> type() {
        return value("type", PluginType.class);
    }

    /** Where the code is. */
    public WasmFilter url(String url) {
        return set("url", url);
    }

    /** What {@code url} says. */
    public Optional<String> url() {
        return text("url");
    }

    /** The configuration that the code is given. */
    public WasmFilter pluginConfig(Map<String, ?> config) {
        return set("pluginConfig", Trees.of(config));
    }

    /** The configuration that the code is given, as YAML. */
    public WasmFilter pluginConfig(String yaml) {
        return set("pluginConfig", Structs.parse(yaml));
    }

    /** What {@code pluginConfig} says. */
    public Map<String, Object> pluginConfig() {
        return Structs.map(get("pluginConfig"));
    }

    /** One more environment variable of the code. Since 1.14. */
    public WasmFilter env(Function<NeedsEnvName, EnvVar> variable) {
        return edit("vmConfig", Node::new, vm -> vm.add("env", variable.apply(EnvVar::named)));
    }

    /** What {@code vmConfig.env} says. */
    public List<EnvVar> env() {
        return part("vmConfig", Node::new)
                .map(vm -> vm.parts("env", EnvVar::new))
                .orElse(List.of());
    }
}
