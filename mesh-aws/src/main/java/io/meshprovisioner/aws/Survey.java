package io.meshprovisioner.aws;

import io.meshprovisioner.plan.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What stood when the run began, read in one Describe a kind, so that the first look at a resource costs no call of its
 * own. It answers each resource once a kind, and only while it is young: shorter than the settle time, so that whoever waits
 * for a lost answer asks AWS itself.
 */
final class Survey {
    static final Duration YOUNG = Duration.ofSeconds(30);

    private final Map<Look<?>, Seen> seen = new ConcurrentHashMap<>();
    private final Set<Answer> answered = ConcurrentHashMap.newKeySet();

    /** Forgets everything and reads anew. */
    void read(AwsCalls calls, String mesh, List<Look<?>> looks, Instant now) {
        seen.clear();
        answered.clear();
        looks.forEach(look -> seen.put(look, new Seen(look.ofMesh(calls, mesh), now)));
    }

    /** What stood of a kind, for the first look of one resource. */
    @SuppressWarnings("unchecked") // a look's entry holds what that look found
    <M> Optional<List<M>> first(Look<M> look, ResourceId who, Instant now) {
        Seen entry = seen.get(look);
        if (entry == null || now.isAfter(entry.at.plus(YOUNG)) || !answered.add(new Answer(look, who))) {
            return Optional.empty();
        }
        return Optional.of((List<M>) entry.found);
    }

    private record Answer(Look<?> look, ResourceId who) {}

    private record Seen(List<?> found, Instant at) {}
}
