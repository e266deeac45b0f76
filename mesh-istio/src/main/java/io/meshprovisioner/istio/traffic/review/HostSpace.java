package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.proxy.VirtualHost;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.rule.HttpCondition;
import io.meshprovisioner.istio.traffic.rule.HttpRule;
import io.meshprovisioner.istio.traffic.rule.Place;
import io.meshprovisioner.istio.traffic.space.Frame;
import io.meshprovisioner.istio.traffic.space.Reach;
import io.meshprovisioner.istio.traffic.space.RequestSpace;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The routes of a virtual host as they are seen from one place. */
final class HostSpace {
    private final Frame frame;
    private final VirtualHost host;
    private final List<@Nullable HttpCondition> conditions = new ArrayList<>();
    private final Map<HttpCondition, List<Integer>> places = new IdentityHashMap<>();
    private final RequestSpace space;

    HostSpace(Traffic traffic, Vantage vantage, VirtualHost host) {
        this.host = host;
        this.frame = vantage.frame(traffic, host);
        List<Route> routes = host.routes();
        for (int i = 0; i < routes.size(); i++) {
            HttpCondition condition = routes.get(i).condition().orElse(null);
            conditions.add(condition);
            if (condition != null) {
                places.computeIfAbsent(condition, key -> new ArrayList<>()).add(i);
            }
        }
        space = RequestSpace.of(frame, conditions);
    }

    List<Route> routes() {
        return host.routes();
    }

    RequestSpace space() {
        return space;
    }

    /** The route that a rule's condition became; -1 where it became none. */
    int indexOf(HttpRule rule, @Nullable HttpCondition condition) {
        if (condition != null) {
            return places.getOrDefault(condition, List.of()).stream()
                    .filter(at -> isOf(at, rule))
                    .findFirst()
                    .orElse(-1);
        }
        for (int i = 0; i < conditions.size(); i++) {
            if (conditions.get(i) == null && isOf(i, rule)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isOf(int route, HttpRule rule) {
        return host.routes().get(route).place().filter(rule.place()::equals).isPresent();
    }

    /** Why a condition that became no route has none: what stands before it takes everything. */
    Optional<Reach> cutOff(@Nullable HttpCondition condition) {
        boolean closed = host.routes().stream().anyMatch(Route::takesAll);
        if (!closed) {
            return Optional.empty();
        }
        List<@Nullable HttpCondition> more = new ArrayList<>(conditions);
        more.add(condition);
        return Optional.of(RequestSpace.of(frame, more).reach(conditions.size()));
    }

    /** Where the rules of routes stand. */
    List<Place> placesOf(List<Integer> indexes) {
        return indexes.stream()
                .flatMap(index -> host.routes().get(index).place().stream())
                .distinct()
                .toList();
    }
}
