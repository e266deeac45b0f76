package io.meshprovisioner.istio.validation.finding;

import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All findings of one validation, in the order of the layers and of the document. Immutable. */
public final class Findings implements Iterable<Finding> {
    private static final Findings NONE = new Findings(List.of());

    private final List<Finding> all;

    private Findings(List<Finding> all) {
        this.all = all;
    }

    public static Findings of(List<Finding> findings) {
        return findings.isEmpty() ? NONE : new Findings(List.copyOf(findings));
    }

    /** Whether nothing forbids to send the objects: there may be warnings. */
    public boolean isValid() {
        return all.stream().noneMatch(Finding::isError);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public List<Finding> all() {
        return all;
    }

    public List<Finding> errors() {
        return where(f -> f.severity() == Severity.ERROR).all;
    }

    public List<Finding> warnings() {
        return where(f -> f.severity() == Severity.WARNING).all;
    }

    /** Only what one layer found. */
    public Findings of(Layer layer) {
        return where(f -> f.layer() == layer);
    }

    /** Only the findings that satisfy the condition. */
    public Findings where(Predicate<Finding> condition) {
        return of(all.stream().filter(condition).toList());
    }

    /** These findings followed by others. */
    public Findings and(Findings others) {
        return others.isEmpty()
                ? this
                : isEmpty()
                        ? others
                        : of(Stream.concat(all.stream(), others.all.stream()).toList());
    }

    public Stream<Finding> stream() {
        return all.stream();
    }

    @Override
    public Iterator<Finding> iterator() {
        return all.iterator();
    }

    /** One line for each finding. */
    @Override
    public String toString() {
        return isEmpty()
                ? "no findings"
                : all.stream().map(Finding::toString).collect(Collectors.joining(System.lineSeparator()));
    }
}
