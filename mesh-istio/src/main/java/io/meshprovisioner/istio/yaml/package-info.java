/**
 * Manifests as text and as raw trees: reads YAML and JSON with the place of everything and within fixed bounds, and
 * writes both. Knows no kind; the model and the validation stand on it.
 */
@NullMarked
package io.meshprovisioner.istio.yaml;

import org.jspecify.annotations.NullMarked;
