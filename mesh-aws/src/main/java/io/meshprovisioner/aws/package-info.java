/**
 * {@link io.meshprovisioner.spi.CloudBackend} on the AWS SDK v2: VPC, EKS cluster, nodes, and the lease on SSM.
 *
 * <p>Where to start: {@code GuideOnAws} lists what a mesh consists of, in the guide's order; each {@code *Resource} is
 * one kind; {@code AwsCalls} is the only place that calls AWS, {@code ErrorTable} the only place that judges its errors;
 * {@code Inventory} finds what is ours again, {@code Preflight} checks before anything changes.
 */
@NullMarked
package io.meshprovisioner.aws;

import org.jspecify.annotations.NullMarked;
