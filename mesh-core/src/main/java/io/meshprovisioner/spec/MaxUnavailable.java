package io.meshprovisioner.spec;

/**
 * How many nodes of a group may be away at once while they are replaced.
 *
 * @param amount nodes, or percent of the group
 * @param percent whether it is percent
 */
public record MaxUnavailable(int amount, boolean percent) {
    public static MaxUnavailable nodes(int count) {
        return new MaxUnavailable(count, false);
    }

    public static MaxUnavailable percent(int share) {
        return new MaxUnavailable(share, true);
    }

    /** Such as {@code 2} or {@code 25%}. */
    @Override
    public String toString() {
        return percent ? amount + "%" : String.valueOf(amount);
    }
}
