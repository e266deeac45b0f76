/**
 * How this machine reaches the services: a proxy with its login, what is reached without it, and the authorities that are
 * trusted besides the platform's. Said once, obeyed by every client; JDK types only, so that each backend can use it.
 */
@NullMarked
package io.meshprovisioner.connect;

import org.jspecify.annotations.NullMarked;
