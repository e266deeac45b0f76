/**
 * Readers of the small languages that Istio objects hold in strings, as strict and as lenient as the Go libraries that
 * istiod reads them with: host names, addresses, durations, regular expressions, header values, URLs, key sets, CEL.
 */
@NullMarked
package io.meshprovisioner.istio.validation.text;

import org.jspecify.annotations.NullMarked;
