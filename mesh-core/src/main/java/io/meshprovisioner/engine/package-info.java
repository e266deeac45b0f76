/**
 * Runs a plan: completion-driven, with bounded concurrency, one owner of timing, one writer, retries in one place. It
 * knows resources and removals and nothing of any cloud.
 */
@NullMarked
package io.meshprovisioner.engine;

import org.jspecify.annotations.NullMarked;
