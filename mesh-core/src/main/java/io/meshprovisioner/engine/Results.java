package io.meshprovisioner.engine;

import io.meshprovisioner.event.Timeline;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.MeshReport;
import io.meshprovisioner.spi.TargetHealth;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the engine's runs end with. */
public final class Results {
    private Results() {}

    /**
     * @param spec with what was left open filled in
     * @param recountDue when a predecessor was taken over: from when on a count by tag is final, because no request of
     *     the predecessor can land any more; the next run does it
     */
    public record Installed(MeshSpec spec, Timeline timeline, Optional<Instant> recountDue) {}

    /**
     * @param spec with what was left open filled in
     * @param obsolete what would be taken away
     * @param iamPolicy what the caller must be allowed for it
     */
    public record Surveyed(MeshSpec spec, List<Found> resources, List<Removal> obsolete, IamPolicy iamPolicy) {
        public Surveyed {
            resources = List.copyOf(resources);
            obsolete = List.copyOf(obsolete);
        }
    }

    /** @param observation empty where it could not be looked at, since what it lives in is not there yet */
    public record Found(Resource<?> resource, Optional<Observation<?>> observation) {
        /** Where it differs from what is asked for. */
        public List<Difference> differences() {
            return observation.orElse(null) instanceof Observation.Ready<?> ready ? ready.differences() : List.of();
        }
    }

    /**
     * @param remaining what a last scan found
     * @param userData what holds the user's data and was left
     * @param notes what went another way than usual
     */
    public record TakenDown(
            List<String> removed,
            List<String> remaining,
            List<String> userData,
            List<String> notes,
            Timeline timeline) {}

    /**
     * @param found what would go or is held
     * @param configuration the users' objects that would go
     * @param proxies what has a proxy besides gateways of ours
     * @param notes what could not be seen
     */
    public record Farewell(
            List<Removal> found,
            List<String> userData,
            List<String> configuration,
            List<String> proxies,
            List<String> notes) {}

    /**
     * What can be seen of a mesh from its name alone.
     *
     * @param targets what the gateways' load balancers say of theirs, as far as the cloud tells
     */
    public record Sighting(Optional<ApiAccess> cluster, Optional<MeshReport> report, List<TargetHealth> targets) {
        public Sighting {
            targets = List.copyOf(targets);
        }
    }
}
