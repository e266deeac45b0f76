package io.meshprovisioner.plan;

/**
 * A resource's identity, the same in every run.
 *
 * @param kind service and type, such as {@code ec2:Vpc}, {@code eks:Nodegroup}, {@code helm:Release}
 * @param name deterministic, such as {@code mesh/public-a}
 */
public record ResourceId(String kind, String name) implements Comparable<ResourceId> {
    @Override
    public int compareTo(ResourceId other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
