/** What validation reads: a raw tree of YAML or JSON seen as Istio's decoder sees it, and the release it is for. */
@NullMarked
package io.meshprovisioner.istio.validation.input;

import org.jspecify.annotations.NullMarked;
