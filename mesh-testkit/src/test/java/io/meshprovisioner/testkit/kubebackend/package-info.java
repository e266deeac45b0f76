/** The Kubernetes backend, Helm's worker included, against the simulated API over HTTPS. */
@NullMarked
package io.meshprovisioner.testkit.kubebackend;

import org.jspecify.annotations.NullMarked;
