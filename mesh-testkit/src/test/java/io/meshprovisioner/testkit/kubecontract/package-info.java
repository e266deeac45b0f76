/**
 * What a Kubernetes API answers, request by request: one suite of cases (in {@code kubernetes-contract/} among the test
 * resources), run with identical assertions on the sandbox and on a real control plane.
 */
@NullMarked
package io.meshprovisioner.testkit.kubecontract;

import org.jspecify.annotations.NullMarked;
