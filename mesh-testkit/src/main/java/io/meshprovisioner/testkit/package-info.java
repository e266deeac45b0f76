/** The embedded sandbox: a cloud account and its Kubernetes clusters behind the wire, for tests and first runs. */
@NullMarked
package io.meshprovisioner.testkit;

import org.jspecify.annotations.NullMarked;
