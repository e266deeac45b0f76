package io.meshprovisioner.testkit.assertions;

import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.review.Requests;
import org.assertj.core.api.Assertions;

/**
 * AssertJ's entry point and the mesh's own, in one static import:
 *
 * <pre>{@code
 * import static io.meshprovisioner.testkit.assertions.MeshAssertions.assertThat;
 *
 * assertThat(traffic.from("web/frontend").header("x-group", "testers").get("http://checkout/")).goesTo("checkout", "v2");
 * assertThat(Requests.from(traffic, "web/frontend").to("checkout", 80).header("x-group", "testers")).allGoTo("checkout", "v2");
 * }</pre>
 *
 * Everything that {@link Assertions} offers is here too, and importing both does no harm: the more special method is
 * taken.
 */
public final class MeshAssertions extends Assertions {
    private MeshAssertions() {}

    /** Asserts what happens to one request. */
    public static DecisionAssert assertThat(Decision actual) {
        return new DecisionAssert(actual);
    }

    /** Asserts what happens to all requests of a kind. */
    public static RequestsAssert assertThat(Requests actual) {
        return new RequestsAssert(actual);
    }

    /** Asserts what happens to the requests of a table. */
    public static TrafficAssert assertThat(Traffic actual) {
        return new TrafficAssert(actual);
    }
}
