package io.meshprovisioner.istio.traffic.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells services which ExternalName services stand for them, over several steps; names in a circle stand for none. */
final class Aliases {
    private Aliases() {}

    static List<MeshService> resolved(List<MeshService> services) {
        Map<String, String> next = new HashMap<>();
        List<MeshService> aliases = new ArrayList<>();
        for (MeshService service : services) {
            if (service.resolution() == Resolution.ALIAS) {
                next.put(service.host(), service.externalName());
                aliases.add(service);
            }
        }
        if (aliases.isEmpty()) {
            return List.copyOf(services);
        }
        aliases.sort(Comparator.comparing(MeshService::namespace).thenComparing(MeshService::host));
        Map<String, List<String>> byConcrete = new HashMap<>();
        for (MeshService alias : aliases) {
            String concrete = end(alias.host(), next);
            if (concrete != null) {
                byConcrete.computeIfAbsent(concrete, key -> new ArrayList<>()).add(alias.host());
            }
        }
        return services.stream()
                .map(service -> byConcrete.containsKey(service.host())
                        ? service.aliases(byConcrete.getOrDefault(service.host(), List.of()))
                        : service)
                .toList();
    }

    private static @Nullable String end(String from, Map<String, String> next) {
        Set<String> seen = new HashSet<>();
        String at = from;
        while (next.containsKey(at)) {
            if (!seen.add(at)) {
                return null;
            }
            at = next.getOrDefault(at, "");
        }
        return at;
    }
}
