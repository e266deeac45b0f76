package io.meshprovisioner.istio.model;

import java.util.List;
import java.util.stream.Stream;

/** Values that together say everything that the builders can say. */
final class Examples {
    private Examples() {}

    static List<IstioResource<?>> all() {
        return Stream.of(RoutingExamples.all(), ServiceExamples.all(), ProxyExamples.all(), SecurityExamples.all())
                .<IstioResource<?>>flatMap(List::stream)
                .toList();
    }
}
