package io.meshprovisioner.istio.validation.finding;

/** Who answers with a finding; each layer can be asked alone. */
public enum Layer {
    /** Which kinds, API versions, fields and enum values the release knows, by name. */
    RELEASE,
    /** The API server, from the CRD's schema and CEL rules; fields that it would prune are warnings. */
    SCHEMA,
    /** The API server's rules for names, labels and annotations. */
    METADATA,
    /** istiod, making its typed object out of the JSON: unknown enum values, bad durations, wrong types. */
    DECODE,
    /** istiod's validation webhook. */
    WEBHOOK,
    /** Several resources together, as {@code istioctl analyze} reports them. */
    ANALYSIS
}
