/** JUnit 5: a test gets its own sandbox, or a mesh in it, as a parameter. */
@NullMarked
package io.meshprovisioner.testkit.junit;

import org.jspecify.annotations.NullMarked;
