/**
 * The Kubernetes backend on the official client-java. {@link io.meshprovisioner.kubernetes.ClientJavaBackend} is what
 * {@link java.util.ServiceLoader} finds; {@link io.meshprovisioner.kubernetes.Kubeconfig} writes a file for kubectl.
 */
@NullMarked
package io.meshprovisioner.kubernetes;

import org.jspecify.annotations.NullMarked;
