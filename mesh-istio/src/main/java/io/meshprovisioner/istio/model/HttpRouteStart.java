package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsAction;
import io.meshprovisioner.istio.model.step.NeedsBody;
import io.meshprovisioner.istio.model.step.NeedsDelegateName;
import io.meshprovisioner.istio.model.step.NeedsHost;
import io.meshprovisioner.istio.model.step.NeedsRedirectTarget;
import io.meshprovisioner.istio.model.step.WeightedChoice;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The beginning of every HTTP rule. */
final class HttpRouteStart extends Part<HttpRouteStart> implements NeedsAction {
    static final HttpRouteStart EMPTY = new HttpRouteStart(Trees.empty());

    private HttpRouteStart(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected HttpRouteStart copy(ObjectNode changed) {
        return new HttpRouteStart(changed);
    }

    private ForwardRoute forward(List<? extends Part<?>> destinations) {
        return new ForwardRoute(tree(this)).to(destinations);
    }

    @Override
    public NeedsAction named(String name) {
        return set("name", name);
    }

    @Override
    public NeedsAction match(UnaryOperator<HttpMatch> match) {
        return add("match", match.apply(HttpMatch.start()));
    }

    @Override
    public ForwardRoute route(String host) {
        return forward(List.of(HttpDestination.of(host)));
    }

    @Override
    public ForwardRoute route(String host, String subset) {
        return forward(List.of(HttpDestination.of(host).subset(subset)));
    }

    @Override
    public ForwardRoute route(Function<NeedsHost<HttpDestination>, HttpDestination> destination) {
        return forward(List.of(destination.apply(HttpDestination::of)));
    }

    @Override
    public ForwardRoute route(WeightedChoice first, WeightedChoice second, WeightedChoice... more) {
        return forward(Stream.concat(Stream.of(first, second), Arrays.stream(more))
                .map(choice -> choice.apply(HttpDestination::of))
                .toList());
    }

    @Override
    public ForwardRoute route(String host, Map<String, Integer> weightsBySubset) {
        return forward(new TreeMap<>(weightsBySubset)
                .entrySet().stream()
                        .map(entry ->
                                HttpDestination.of(host).subset(entry.getKey()).weight(entry.getValue()))
                        .toList());
    }

    @Override
    public RedirectRoute redirect(Function<NeedsRedirectTarget, Redirect> redirect) {
        return new RedirectRoute(tree(set("redirect", redirect.apply(Redirect.start()))));
    }

    @Override
    public DirectResponseRoute directResponse(int status) {
        return new DirectResponseRoute(tree(set("directResponse", Trees.object(Map.of("status", Trees.of(status))))));
    }

    @Override
    public DirectResponseRoute directResponse(int status, Function<NeedsBody, DirectResponseBody> body) {
        Map<String, JsonNode> response = new LinkedHashMap<>();
        response.put("status", Trees.of(status));
        response.put("body", tree(body.apply(DirectResponseBody.needed())));
        return new DirectResponseRoute(tree(set("directResponse", Trees.object(response))));
    }

    @Override
    public DelegateRoute delegate(String name) {
        return delegate(delegate -> delegate.name(name));
    }

    @Override
    public DelegateRoute delegate(Function<NeedsDelegateName, Delegate> delegate) {
        return new DelegateRoute(tree(set("delegate", delegate.apply(Delegate::named))));
    }
}
