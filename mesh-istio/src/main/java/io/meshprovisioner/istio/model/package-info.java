/**
 * Istio's kinds as values: every method gives a changed copy, what nests is a lambda, the words are those of Istio's
 * reference. A value is a view of the document underneath, so that nothing a document says is lost. The types that a
 * lambda passes through while something is still missing are in {@code model.step}; nobody needs to import them.
 */
@NullMarked
package io.meshprovisioner.istio.model;

import org.jspecify.annotations.NullMarked;
