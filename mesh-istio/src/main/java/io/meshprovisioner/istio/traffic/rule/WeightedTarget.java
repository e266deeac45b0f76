package io.meshprovisioner.istio.traffic.rule;

/**
 * One entry of a rule's {@code route}.
 *
 * @param weight its share among its neighbours
 */
public record WeightedTarget(Target target, int weight, HeaderRules headers) {}
