package io.meshprovisioner.testkit.kubecontract;

import io.meshprovisioner.testkit.realcluster.ApiClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The suite. */
final class KubernetesContract {
    private static final List<String> FILES = List.of(
            "discovery.yaml",
            "objects.yaml",
            "patches.yaml",
            "apply.yaml",
            "lists.yaml",
            "watch.yaml",
            "deletion.yaml",
            "definitions.yaml",
            "subresources.yaml",
            "answers.yaml",
            "controllers.yaml");

    private KubernetesContract() {}

    /**
     * A test for each case.
     *
     * @param minor the API's version: what came later, or ended before, is left out
     * @param run tells the namespaces of one run from those of another
     */
    static Stream<DynamicTest> on(ApiClient api, int minor, String run) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String file : FILES) {
            for (ContractCase one : ContractCase.read(file)) {
                if (one.holds(minor)) {
                    String namespace = "c" + run + "-" + tests.size();
                    tests.add(DynamicTest.dynamicTest(one.name(), () -> one.run(api, namespace)));
                }
            }
        }
        return tests.stream();
    }
}
