package io.meshprovisioner.istio.install;

import io.meshprovisioner.plan.Observation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A namespace on its way out, and what Kubernetes says holds it. Source: the namespace controller's conditions. */
final class LeavingNamespace {
    private static final List<String> HOLDS = List.of(
            "NamespaceDeletionDiscoveryFailure",
            "NamespaceDeletionGroupVersionParsingFailure",
            "NamespaceDeletionContentFailure",
            "NamespaceFinalizersRemaining",
            "NamespaceContentRemaining");

    private LeavingNamespace() {}

    /** Empty where it is not on its way out. */
    static <T> Optional<Observation<T>> of(Tree namespace) {
        if (!namespace.text("status", "phase").equals("Terminating")) {
            return Optional.empty();
        }
        String name = namespace.text("metadata", "name");
        String held = HOLDS.stream()
                .map(namespace::condition)
                .flatMap(Optional::stream)
                .filter(condition -> condition.text("status").equals("True"))
                .map(condition -> condition.text("message"))
                .filter(message -> !message.isEmpty())
                .collect(Collectors.joining("; "));
        String since = namespace.text("metadata", "deletionTimestamp");
        return Optional.of(new Observation.Leaving<>(
                "namespace " + name + " is Terminating" + (since.isEmpty() ? "" : " since " + since)
                        + (held.isEmpty() ? "" : ": " + held),
                "It is made anew once it is gone. If that does not come: whose finalizers are named must remove them, or"
                        + " you do where that program is gone; an APIService that does not answer holds every namespace"
                        + " (kubectl get apiservices)."));
    }
}
