/** The AWS backend against the simulated account, over real HTTP. */
@NullMarked
package io.meshprovisioner.testkit.awsbackend;

import org.jspecify.annotations.NullMarked;
