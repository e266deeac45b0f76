package io.meshprovisioner.istio.traffic.rule;

import java.util.List;

/**
 * One entry of a VirtualService's {@code tls} or {@code tcp}.
 *
 * @param conditions empty for every connection (tcp only)
 */
public record StreamRule(List<StreamCondition> conditions, List<WeightedTarget> route, Place place) {}
