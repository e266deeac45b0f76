package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.gatewayapi.step.NeedsFilter;
import java.util.List;
import java.util.function.Function;

/** What rules for requests have. */
public abstract class FilteringRule<T extends FilteringRule<T>> extends RouteRule<T> {
    FilteringRule(ObjectNode tree) {
        super(tree);
    }

    /** Something more that happens to the request or its response. */
    public T filter(Function<NeedsFilter, RouteFilter> filter) {
        return add("filters", filter.apply(RouteFilter.NEEDED));
    }

    /** What {@code filters} says. */
    public List<RouteFilter> filters() {
        return parts("filters", RouteFilter::new);
    }
}
