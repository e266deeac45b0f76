/** Programs to run and to copy from. */
@NullMarked
package io.meshprovisioner.examples;

import org.jspecify.annotations.NullMarked;
