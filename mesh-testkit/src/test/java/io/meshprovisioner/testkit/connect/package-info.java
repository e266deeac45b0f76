/** Proxies and private authorities, before every client. */
@NullMarked
package io.meshprovisioner.testkit.connect;

import org.jspecify.annotations.NullMarked;
