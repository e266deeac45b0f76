/** Istio in Java: manifests as files, their typed view ({@code model}), the raw documents ({@code yaml}) and validation. */
@NullMarked
package io.meshprovisioner.istio;

import org.jspecify.annotations.NullMarked;
