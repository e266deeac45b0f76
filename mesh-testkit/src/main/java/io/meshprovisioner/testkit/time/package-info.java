/** The virtual clock: a ledger of what is active, and a queue of what is to come. */
@NullMarked
package io.meshprovisioner.testkit.time;

import org.jspecify.annotations.NullMarked;
