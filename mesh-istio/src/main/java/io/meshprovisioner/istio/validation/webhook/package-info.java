/**
 * The rules that istiod's validation webhook applies, one class for each kind, with small helpers for what the kinds
 * share. Where Istio stops early or answers oddly, so does this package; each such place says so.
 */
@NullMarked
package io.meshprovisioner.istio.validation.webhook;

import org.jspecify.annotations.NullMarked;
