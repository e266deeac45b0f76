package io.meshprovisioner.plan;

import java.time.Instant;

/**
 * The right to make one changing call: our lease was fresh at {@code signAt}. A cloud request is signed with that
 * instant, so that the cloud itself refuses it when it comes too late; it must not be signed again without a new
 * permit.
 *
 * @param generation of the lease; zero where no lease is needed
 */
public record Permit(long generation, Instant signAt) {}
