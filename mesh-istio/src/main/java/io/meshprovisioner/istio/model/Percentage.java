package io.meshprovisioner.istio.model;

/**
 * A share of requests.
 *
 * @param value percent, from 0 to 100; Envoy resolves steps of 0.0001
 */
public record Percentage(double value) {

    public Percentage {
        if (!(value >= 0 && value <= 100)) {
            throw new IllegalArgumentException(value + " is not a percentage; write a number from 0 to 100");
        }
    }

    /** A percentage from 0 to 100. */
    public static Percentage of(double percent) {
        return new Percentage(percent);
    }

    /** For example {@code 12.5%}. */
    @Override
    public String toString() {
        return Values.decimal(value) + "%";
    }
}
