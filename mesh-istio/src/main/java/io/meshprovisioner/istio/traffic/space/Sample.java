package io.meshprovisioner.istio.traffic.space;

import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.question.Token;
import org.jspecify.annotations.Nullable;

/**
 * A request as it would be sent.
 *
 * @param token that it brings; null for none
 */
public record Sample(HttpRequest request, @Nullable Token token) {}
