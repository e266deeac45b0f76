/**
 * The simulated AWS account: {@link io.meshprovisioner.testkit.aws.AwsAccount} is the state and its answers,
 * {@link io.meshprovisioner.testkit.aws.AwsServer} puts it behind HTTP. One class per resource family registers its
 * operations; state lives in immutable records in the tables of {@code Store} and {@code Region}; answers are functions
 * of the world's clock, and only effects on others are scheduled.
 */
@NullMarked
package io.meshprovisioner.testkit.aws;

import org.jspecify.annotations.NullMarked;
