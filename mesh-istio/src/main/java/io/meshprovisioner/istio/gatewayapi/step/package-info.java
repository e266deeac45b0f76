/** The steps on the way to a finished value of the Gateway API, named after what is missing. */
@NullMarked
package io.meshprovisioner.istio.gatewayapi.step;

import org.jspecify.annotations.NullMarked;
