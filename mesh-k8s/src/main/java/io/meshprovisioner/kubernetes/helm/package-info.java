/**
 * Helm behind helm-java, in a child JVM of its own: a panic, a signal handler or a hang of the native library cannot
 * reach the host. {@link io.meshprovisioner.kubernetes.helm.HelmRunner} is the seam where tests put a stand-in.
 */
@NullMarked
package io.meshprovisioner.kubernetes.helm;

import org.jspecify.annotations.NullMarked;
