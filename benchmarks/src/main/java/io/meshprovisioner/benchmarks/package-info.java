/** Measurements to run by hand: how fast the sandbox starts and answers. */
@NullMarked
package io.meshprovisioner.benchmarks;

import org.jspecify.annotations.NullMarked;
