/** What backends implement: the cloud (mesh-aws), Kubernetes with Helm (mesh-k8s), the mesh installer and the manifest validator (mesh-istio). Users hand backends in or leave them to {@link java.util.ServiceLoader}. */
@NullMarked
package io.meshprovisioner.spi;

import org.jspecify.annotations.NullMarked;
