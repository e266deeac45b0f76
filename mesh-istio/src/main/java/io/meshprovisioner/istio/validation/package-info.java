/**
 * The entry to validation: {@link io.meshprovisioner.istio.validation.IstioValidator} answers as the API server and
 * Istio's webhook of one release do, for one object ({@code validate}) or for several together ({@code analyze}).
 */
@NullMarked
package io.meshprovisioner.istio.validation;

import org.jspecify.annotations.NullMarked;
