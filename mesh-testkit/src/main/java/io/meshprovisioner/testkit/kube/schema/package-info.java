/** What fields an object may have, for built-in types (a table) and for custom resources, and what follows from it. */
@NullMarked
package io.meshprovisioner.testkit.kube.schema;

import org.jspecify.annotations.NullMarked;
