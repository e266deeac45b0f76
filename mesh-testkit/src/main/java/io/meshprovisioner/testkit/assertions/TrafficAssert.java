package io.meshprovisioner.testkit.assertions;

import io.meshprovisioner.istio.traffic.Traffic;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractObjectAssert;

/** Asserts what happens to many requests at once. */
public final class TrafficAssert extends AbstractObjectAssert<TrafficAssert, Traffic> {
    TrafficAssert(Traffic actual) {
        super(actual, TrafficAssert.class);
    }

    /**
     * Each row of a table comes out as its last column says; all rows are tried before it fails. The first row names the
     * columns:
     *
     * <pre>{@code
     * | caller               | request                   | headers         | answer                           |
     * | bookinfo/productpage | GET http://reviews:9080/  | end-user: jason | reviews v2                       |
     * | bookinfo/productpage | GET http://reviews:9080/  |                 | 90 % reviews v1, 10 % reviews v3 |
     * | outside              | GET http://shop.example/  |                 | 301 https://shop.example/        |
     * }</pre>
     *
     * A caller is a workload as in {@link Traffic#from}, {@code namespace shop} or {@code outside}. Headers are separated
     * by semicolons. An answer is a destination, shares of several, a status, a redirect, or a reason such as
     * {@code DENIED}.
     */
    public TrafficAssert answers(String table) {
        isNotNull();
        List<String> failures = new ArrayList<>();
        for (TableRow row : TableRow.read(table)) {
            row.failure(actual).ifPresent(failures::add);
        }
        if (!failures.isEmpty()) {
            failWithMessage("%n%s", String.join("\n", failures));
        }
        return this;
    }
}
