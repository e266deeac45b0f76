/**
 * Takes requests from the transports, decides their fate (latency, faults, kills), has the world answer them in events
 * of the virtual clock, and takes note of every call.
 */
@NullMarked
package io.meshprovisioner.testkit.kernel;

import org.jspecify.annotations.NullMarked;
