package io.meshprovisioner.engine;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which resources a run may delete and make anew: those that the user named, where nothing else has to go with them.
 *
 * @param named by the user
 */
record Replacements(Set<ResourceId> named) {
    static final Replacements NONE = new Replacements(Set.of());

    Replacements {
        named = Set.copyOf(named);
    }

    boolean allowed(Resource<?> resource) {
        return resource.replaceable() && named.contains(resource.id());
    }

    /**
     * Refuses, before anything is changed, what only a replacement could bring about and the user has not allowed; and a
     * word that means no resource of this mesh, or one that cannot be replaced.
     */
    void check(Survey survey) {
        List<Resource<?>> all = survey.graph().resources();
        for (ResourceId id : named) {
            if (all.stream().noneMatch(resource -> resource.id().equals(id) && resource.replaceable())) {
                throw meaningless(id, all);
            }
        }
        for (Resource<?> resource : all) {
            if (!allowed(resource)) {
                survey.observation(resource).ifPresent(observation -> {
                    if (observation instanceof Observation.Ready<?> ready
                            && ready.differences().stream().anyMatch(Difference::replaces)) {
                        throw refused(resource, ready.differences());
                    }
                });
            }
        }
    }

    static ResourceConflictException refused(Resource<?> resource, List<Difference> differences) {
        String advice = resource.replaceable()
                ? "Ask for what stands; or add one of another name that is as you want it, leave this one out of the spec,"
                        + " and delete it once its pods have moved; or, where it may be gone for some minutes, say"
                        + " install(how -> " + word(resource.id()) + ")."
                : "Ask for what stands, or give the mesh another name, or uninstall() it first.";
        return new ResourceConflictException(
                Failure.of(resource.title() + " stands already and differs in what cannot be changed in place.", advice)
                        .because(differences.stream().map(Difference::toString).collect(Collectors.joining("; ")))
                        .at(resource.id()));
    }

    private static ResourceConflictException meaningless(ResourceId id, List<Resource<?>> all) {
        boolean known = all.stream().anyMatch(resource -> resource.id().equals(id));
        String choice = all.stream()
                .filter(Resource::replaceable)
                .map(resource -> word(resource.id()))
                .collect(Collectors.joining(", "));
        return new ResourceConflictException(Failure.of(
                        known
                                ? id + " cannot be replaced: what hangs on it would have to go too."
                                : "There is no " + id + " in this spec to replace.",
                        known
                                ? "Uninstall the mesh and install it anew, or ask for what stands."
                                : choice.isEmpty()
                                        ? "Leave it out: nothing of this mesh can be replaced."
                                        : "What can be replaced: " + choice + ".")
                .at(id));
    }

    private static String word(ResourceId id) {
        return "how.replace(\"" + id.kind() + "\", \"" + id.name() + "\")";
    }
}
