package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsFault;
import io.meshprovisioner.istio.model.step.NeedsHost;
import io.meshprovisioner.istio.model.step.NeedsRewrite;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What rules have that let a request go on: to destinations, or to a delegate's rules. */
public abstract class ForwardingRule<T extends ForwardingRule<T>> extends HttpRule<T> {
    ForwardingRule(ObjectNode tree) {
        super(tree);
    }

    /** How long a request may take with all its tries, 1 ms or more; default: without end. */
    public T timeout(Duration timeout) {
        return set("timeout", timeout);
    }

    /** What {@code timeout} says. */
    public Optional<Duration> timeout() {
        return duration("timeout");
    }

    /** At most so many tries after the first; 0 turns retries off. Default: 2, of the mesh. */
    public T retries(int attempts) {
        return retries(attempts, retries -> retries);
    }

    /** At most so many tries after the first, and when and how. */
    public T retries(int attempts, UnaryOperator<Retries> change) {
        return edit("retries", Retries::new, retries -> change.apply(retries.attempts(attempts)));
    }

    /** What {@code retries} says. */
    public Optional<Retries> retries() {
        return part("retries", Retries::new);
    }

    /** Faults that are injected on purpose, at the caller's side. */
    public T fault(Function<NeedsFault, Fault> fault) {
        return set("fault", fault.apply(Fault.start()));
    }

    /** What {@code fault} says. */
    public Optional<Fault> fault() {
        return part("fault", Fault::new);
    }

    /** What is rewritten before the request goes on. */
    public T rewrite(Function<NeedsRewrite, Rewrite> rewrite) {
        return set("rewrite", rewrite.apply(Rewrite.start()));
    }

    /** What {@code rewrite} says. */
    public Optional<Rewrite> rewrite() {
        return part("rewrite", Rewrite::new);
    }

    /** A copy of the requests goes to this host too; what comes back is dropped. Takes the place of {@code mirrors}. */
    public T mirror(String host) {
        return mirror(destination -> destination.host(host));
    }

    /** A copy of the requests goes there too; what comes back is dropped. Takes the place of {@code mirrors}. */
    public T mirror(Function<NeedsHost<Destination>, Destination> mirror) {
        return unset("mirrors").set("mirror", mirror.apply(Destination::of));
    }

    /** What {@code mirror} says. */
    public Optional<Destination> mirror() {
        return part("mirror", Destination::new);
    }

    /** The share of requests that {@code mirror} copies; default: all. */
    public T mirrorPercentage(Percentage percentage) {
        return set("mirrorPercentage", percentage);
    }

    /** What {@code mirrorPercentage} says. */
    public Optional<Percentage> mirrorPercentage() {
        return percentage("mirrorPercentage");
    }

    /** The share in whole percent; deprecated since before 1.9, {@link #mirrorPercentage} is finer. */
    @Deprecated
    public T mirrorPercent(int percent) {
        return set("mirrorPercent", percent);
    }

    /** What {@code mirrorPercent} says. */
    @Deprecated
    public Optional<Integer> mirrorPercent() {
        return integer("mirrorPercent");
    }

    /** One more place that a copy of the requests goes to. Takes the place of {@code mirror}. Since 1.19. */
    public T mirrors(Function<NeedsHost<MirrorDestination>, MirrorDestination> mirror) {
        return unset("mirror").add("mirrors", mirror.apply(MirrorDestination::of));
    }

    /** What {@code mirrors} says. */
    public List<MirrorDestination> mirrors() {
        return parts("mirrors", MirrorDestination::new);
    }
}
