/**
 * A real Kubernetes control plane for tests, with nodes that KWOK plays and the sandbox's own actors for what runs in no
 * pod there: load balancers, istiod, Istio's operator. What they do is simulated; the API server is not.
 */
@NullMarked
package io.meshprovisioner.testkit.realcluster;

import org.jspecify.annotations.NullMarked;
