package io.meshprovisioner.istio.traffic.rule;

/**
 * A copy of requests goes here too; its answer is thrown away.
 *
 * @param percent how many of a hundred requests are copied
 */
public record MirrorRule(Target target, double percent) {}
