package io.meshprovisioner.aws;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Something of somebody else's that is used as it stands: looked at, never changed, never deleted. */
final class Adopted<T> extends AwsResource<T> {
    private final String call;
    private final Supplier<Optional<T>> look;

    /**
     * @param call what the look takes, such as {@code ec2:DescribeVpcs}
     * @param look empty where it is not there
     */
    Adopted(
            Scope scope,
            String kind,
            String part,
            String title,
            String guideRow,
            String call,
            Supplier<Optional<T>> look) {
        super(scope, kind, part, title + ", which stands and stays", guideRow);
        this.call = call;
        this.look = look;
    }

    @Override
    public Observation<T> observe(Step step) {
        return look.get()
                .<Observation<T>>map(found -> new Observation.Ready<>(found, List.of(), true))
                .orElseGet(Observation::absent);
    }

    /** @throws ResourceConflictException always: what shall be adopted is not ours to make */
    @Override
    public Observation<T> create(Step step) {
        throw new ResourceConflictException(
                Failure.of(title() + ", is not there.", "Correct its id in the spec, or have it made by us.")
                        .at(id()));
    }

    @Override
    public Set<String> actions() {
        return Set.of(call);
    }
}
