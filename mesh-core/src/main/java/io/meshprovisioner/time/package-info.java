/** The one owner of all timing: the instant, scheduled tasks, and what is active. Implemented here by the wall clock and in mesh-testkit by the virtual clock. */
@NullMarked
package io.meshprovisioner.time;

import org.jspecify.annotations.NullMarked;
