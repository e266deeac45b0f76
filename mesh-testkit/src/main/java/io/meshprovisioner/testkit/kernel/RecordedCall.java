package io.meshprovisioner.testkit.kernel;

import java.time.Instant;

/**
 * One call that reached the sandbox.
 *
 * @param run whose it was; empty for clients that belong to no run
 * @param operation such as {@code ec2:CreateVpc} or {@code kubernetes:POST /api/v1/namespaces}
 * @param key names the call: operation, a hash of its content, and how often the same content came before
 * @param at the virtual instant at which it was decided
 * @param outcome the HTTP status, or {@code dropped}, {@code answer lost}
 */
public record RecordedCall(String run, String operation, String key, Instant at, String outcome) {}
