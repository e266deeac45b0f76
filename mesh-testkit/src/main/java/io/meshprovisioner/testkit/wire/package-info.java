/** Requests and answers as data, between a transport (HTTP or in-memory) and the simulated world. */
@NullMarked
package io.meshprovisioner.testkit.wire;

import org.jspecify.annotations.NullMarked;
