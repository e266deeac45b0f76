package io.meshprovisioner.istio.validation.analysis;

/** One question about resources together. Stateless. */
@FunctionalInterface
interface Analyzer {
    void analyze(World world, Reporter reporter);
}
