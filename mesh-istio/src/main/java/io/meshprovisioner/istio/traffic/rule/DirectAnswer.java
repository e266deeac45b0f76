package io.meshprovisioner.istio.traffic.rule;

/** HTTPDirectResponse: a proxy answers itself. */
public record DirectAnswer(int status, String body) {}
