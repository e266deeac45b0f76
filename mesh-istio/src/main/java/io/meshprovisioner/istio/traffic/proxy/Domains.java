package io.meshprovisioner.istio.traffic.proxy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Gives each name of a route table to the first virtual host that claims it. */
final class Domains {
    private final Set<String> full;
    private final Set<String> hosts = new HashSet<>();
    private final Set<String> taken = new HashSet<>();

    /** @param full full names of services, which no shortened name may take */
    Domains(Set<String> full) {
        this.full = full;
    }

    /**
     * The names that a virtual host gets; empty where it gets none or one of its own name exists.
     *
     * @param shortened those among the names that are not said but completed
     */
    Optional<List<String>> claim(String host, List<String> names, List<String> shortened) {
        if (!hosts.add(host)) {
            return Optional.empty();
        }
        List<String> kept = new ArrayList<>(names.size());
        for (String name : names) {
            if (!(full.contains(name) && shortened.contains(name)) && taken.add(name.toLowerCase(Locale.ROOT))) {
                kept.add(name);
            }
        }
        return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
    }
}
