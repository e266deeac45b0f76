/** Simulated Kubernetes clusters: an API server as state that can be copied, and the HTTPS server in front of it. */
@NullMarked
package io.meshprovisioner.testkit.kube;

import org.jspecify.annotations.NullMarked;
