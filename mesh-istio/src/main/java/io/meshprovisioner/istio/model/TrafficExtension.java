package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsExtension;
import io.meshprovisioner.istio.model.step.NeedsFilterUrl;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Code in proxies: WebAssembly or Lua. Since 1.30. Source: TrafficExtension of extensions.istio.io. */
public final class TrafficExtension extends SelectedResource<TrafficExtension> {
    private static final String KIND = "TrafficExtension";

    private TrafficExtension(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A TrafficExtension that still needs its code. */
    public static NeedsExtension named(String name) {
        return new Start(new TrafficExtension(envelope(KIND, name), Trees.empty()));
    }

    static TrafficExtension of(Document document) {
        return new TrafficExtension(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected TrafficExtension copy(Envelope changed, ObjectNode spec) {
        return new TrafficExtension(changed, spec);
    }

    /** Where in the filter chain it stands. */
    public TrafficExtension phase(ExecutionPhase phase) {
        return set("phase", phase);
    }

    /** What {@code phase} says. */
    public Optional<ExecutionPhase> phase() {
        return value("phase", ExecutionPhase.class);
    }

    /** Which of a phase goes first: the higher; default 0. */
    public TrafficExtension priority(int priority) {
        return set("priority", priority);
    }

    /** What {@code priority} says. */
    public Optional<Integer> priority() {
        return integer("priority");
    }

    /** One more kind of traffic that it works on; default all. */
    public TrafficExtension match(UnaryOperator<TrafficSelector> one) {
        return add("match", one.apply(TrafficSelector.start()));
    }

    /** What {@code match} says. */
    public List<TrafficSelector> match() {
        return parts("match", TrafficSelector::new);
    }

    /** A Wasm filter. Takes the place of a Lua filter. */
    public TrafficExtension wasm(Function<NeedsFilterUrl, WasmFilter> wasm) {
        return unset("lua").set("wasm", wasm.apply(url -> WasmFilter.start().url(url)));
    }

    /** What {@code wasm} says. */
    public Optional<WasmFilter> wasm() {
        return part("wasm", WasmFilter::new);
    }

    /** A Lua filter by its source. Takes the place of a Wasm filter. */
    public TrafficExtension lua(String inlineCode) {
        return unset("wasm").edit("lua", Node::new, lua -> lua.set("inlineCode", inlineCode));
    }

    /** What {@code lua} says: the source. */
    public Optional<String> lua() {
        return part("lua", Node::new).flatMap(lua -> lua.text("inlineCode"));
    }

    private static final class Start extends UnfinishedResource<TrafficExtension, NeedsExtension>
            implements NeedsExtension {
        Start(TrafficExtension resource) {
            super(resource);
        }

        @Override
        NeedsExtension with(TrafficExtension resource) {
            return new Start(resource);
        }

        @Override
        public TrafficExtension wasm(Function<NeedsFilterUrl, WasmFilter> wasm) {
            return resource.wasm(wasm);
        }

        @Override
        public TrafficExtension lua(String inlineCode) {
            return resource.lua(inlineCode);
        }
    }
}
