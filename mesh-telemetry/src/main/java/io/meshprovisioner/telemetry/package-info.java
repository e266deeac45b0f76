/** What runs tell, as meters of Micrometer and spans of OpenTelemetry. Each class needs its library and no other. */
@NullMarked
package io.meshprovisioner.telemetry;

import org.jspecify.annotations.NullMarked;
