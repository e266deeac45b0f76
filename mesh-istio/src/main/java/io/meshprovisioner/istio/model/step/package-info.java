/**
 * The steps on the way to a finished value: what a lambda starts from while something required is missing. Each is named
 * after what it needs, which is what the compiler prints when a lambda ends too early.
 */
@NullMarked
package io.meshprovisioner.istio.model.step;

import org.jspecify.annotations.NullMarked;
