/** Measurements to run by hand: how fast the sandbox starts and answers, and how fast the traffic engine decides. */
@NullMarked
package io.meshprovisioner.benchmarks;

import org.jspecify.annotations.NullMarked;
