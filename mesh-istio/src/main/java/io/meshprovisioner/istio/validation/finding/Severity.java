package io.meshprovisioner.istio.validation.finding;

/** How bad a finding is. */
public enum Severity {
    /** The object is refused, or a cross-resource reference is broken. */
    ERROR,
    /** The object is taken, but probably does not do what was meant. */
    WARNING,
    /** Worth knowing; nothing is wrong. Only cross-resource analysis uses it. */
    INFO
}
