/**
 * The one consistent world behind the wire: the cloud account, the clusters and what is going to happen in them. All
 * of it is state that can be copied; nothing here knows a transport, a thread or a clock of its own.
 */
@NullMarked
package io.meshprovisioner.testkit.world;

import org.jspecify.annotations.NullMarked;
