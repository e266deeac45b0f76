/**
 * Assertions that read like the rule they check: {@link io.meshprovisioner.testkit.assertions.MeshAssertions} is the one
 * static import. Needs AssertJ on the class path.
 */
@NullMarked
package io.meshprovisioner.testkit.assertions;

import org.jspecify.annotations.NullMarked;
