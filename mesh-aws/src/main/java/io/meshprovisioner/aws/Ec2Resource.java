package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * A resource of EC2 that is found again by its tags.
 *
 * @param <M> the SDK's record of it
 * @param <T> what others need from it
 */
abstract class Ec2Resource<M, T> extends AwsResource<T> {
    /** How long a create whose answer was lost may stay unseen by Describe. */
    private static final Duration SETTLE = Duration.ofSeconds(60);

    private final Look<M> look;
    private final ResourceType type;

    Ec2Resource(Scope scope, Look<M> look, ResourceType type, String kind, String part, String title, String guideRow) {
        super(scope, kind, part, title, guideRow);
        this.look = look;
        this.type = type;
    }

    /** Whether it has died and only its record is still shown. */
    boolean dead(M found) {
        return false;
    }

    /** What it means that all found are dead, or none is found. */
    Observation<T> noneAlive(List<M> dead) {
        return Observation.absent();
    }

    /** What its record says; tags are compared elsewhere. */
    abstract Observation<T> judge(M found);

    /** The same beside what it needs, for those that are changed with it. */
    Observation<T> judge(M found, Step step) {
        return judge(found);
    }

    /** The changing calls it makes and its deletion makes, such as {@code CreateVpc}. */
    abstract Set<String> operations();

    Map<String, String> desiredTags() {
        return scope.tags().of(logical());
    }

    final TagSpecification tagged() {
        return Tags.specification(type, desiredTags());
    }

    /** All that carry its name, dead ones too. */
    final List<M> all(Step step) {
        return scope.named(look, logical(), id(), step.now());
    }

    @Override
    public Observation<T> observe(Step step) {
        List<M> all = all(step);
        List<M> alive = all.stream().filter(found -> !dead(found)).toList();
        if (alive.isEmpty()) {
            return noneAlive(all);
        }
        M found = Duplicates.keep(scope.calls(), look, alive);
        return withTags(found, judge(found, step));
    }

    private Observation<T> withTags(M found, Observation<T> judged) {
        if (!(judged instanceof Observation.Ready<T> ready) || ready.adopted()) {
            return judged;
        }
        List<Difference> differences = new ArrayList<>(ready.differences());
        differences.addAll(Tags.differences(look.tags(found), desiredTags()));
        return Observation.ready(ready.value(), differences);
    }

    @Override
    public Observation<T> update(Step step, Observation.Ready<T> found) {
        if (found.differences().stream().anyMatch(Tags::isTag)) {
            alive().forEach(one -> tag(step, look.id().apply(one)));
        }
        return Observation.ready(
                found.value(),
                found.differences().stream().filter(one -> !Tags.isTag(one)).toList());
    }

    /** As they stand now. */
    final List<M> alive() {
        return look.by(scope.calls(), Look.tag(Tags.RESOURCE, logical())).stream()
                .filter(one -> !dead(one))
                .toList();
    }

    private void tag(Step step, String id) {
        ec2().change(
                        step.permit(),
                        CreateTagsRequest.builder()
                                .resources(id)
                                .tags(Tags.ec2(desiredTags()))
                                .build(),
                        Ec2Client::createTags);
    }

    @Override
    public Duration settle() {
        return SETTLE;
    }

    @Override
    public final Set<String> actions() {
        Set<String> actions = new TreeSet<>();
        operations().forEach(operation -> actions.add("ec2:" + operation));
        actions.add(look.action());
        actions.add("ec2:CreateTags");
        return actions;
    }
}
