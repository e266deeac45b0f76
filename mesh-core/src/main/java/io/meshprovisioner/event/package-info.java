/** What a run tells while it works: events in a documented order, and the timeline at its end. */
@NullMarked
package io.meshprovisioner.event;

import org.jspecify.annotations.NullMarked;
