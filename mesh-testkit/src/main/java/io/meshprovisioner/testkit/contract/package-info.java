/** What every backend promises, as tests to run on one's own. */
@NullMarked
package io.meshprovisioner.testkit.contract;

import org.jspecify.annotations.NullMarked;
