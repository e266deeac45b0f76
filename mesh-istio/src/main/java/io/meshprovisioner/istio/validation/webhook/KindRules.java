package io.meshprovisioner.istio.validation.webhook;

/** The rules of one kind. Stateless. */
@FunctionalInterface
interface KindRules {
    void check(Context context);
}
