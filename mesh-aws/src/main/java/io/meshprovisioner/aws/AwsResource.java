package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.iam.IamClient;

/** What every resource on AWS has: its name, its row in the guide, what it waits for. */
abstract class AwsResource<T> implements Resource<T> {
    final Scope scope;
    private final ResourceId id;
    private final String title;
    private final String guideRow;
    private final Set<Ref<?>> needs = new LinkedHashSet<>();
    private final Set<Ref<?>> after = new LinkedHashSet<>();

    /** @param part its name within the mesh, such as {@code vpc} */
    AwsResource(Scope scope, String kind, String part, String title, String guideRow) {
        this.scope = scope;
        this.id = scope.names().id(kind, part);
        this.title = title;
        this.guideRow = guideRow;
    }

    /** Declares a handle whose value this one uses, and gives it back. */
    final <R> Ref<R> need(Ref<R> ref) {
        needs.add(ref);
        return ref;
    }

    /** Declares resources that must be ready first although no value of theirs is used. */
    final void waitFor(Iterable<? extends Ref<?>> refs) {
        refs.forEach(after::add);
    }

    @Override
    public final ResourceId id() {
        return id;
    }

    @Override
    public final String title() {
        return title;
    }

    @Override
    public final Set<Ref<?>> needs() {
        return Set.copyOf(needs);
    }

    @Override
    public final Set<Ref<?>> after() {
        return Set.copyOf(after);
    }

    @Override
    public final Optional<String> guideRow() {
        return Optional.of(guideRow);
    }

    /** Its name as its tags have it. */
    final String logical() {
        return id.name();
    }

    final Service<Ec2Client> ec2() {
        return scope.calls().ec2();
    }

    final Service<EksClient> eks() {
        return scope.calls().eks();
    }

    final Service<IamClient> iam() {
        return scope.calls().iam();
    }
}
