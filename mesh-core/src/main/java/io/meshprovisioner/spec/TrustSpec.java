package io.meshprovisioner.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who vouches for workloads. Values: each method returns a changed copy.
 *
 * @param domain the first part of every identity, {@code spiffe://<domain>/ns/..}; empty: {@code cluster.local}
 * @param aliases domains whose identities are taken for those of {@code domain}: name the former one while it changes
 * @param authority the mesh's own certificate authority; empty: istiod makes one
 */
public record TrustSpec(Optional<String> domain, List<String> aliases, Optional<Authority> authority) {
    public TrustSpec {
        aliases = List.copyOf(aliases);
    }

    /**
     * An authority in files, as Istio's secret {@code cacerts} has it. With other files, the next install rotates: the
     * secret first, then istiod is made anew; what would break connections of workloads that still have the former
     * certificates is refused with the steps between.
     *
     * @param certificate PEM of the authority
     * @param key PEM of its private key; read when it is needed, part of no plan
     * @param chain PEM from the authority up to its root, the authority first
     * @param root PEM of the roots that workloads trust
     */
    public record Authority(Path certificate, Path key, Path chain, Path root) {}

    /** As Istio has it. */
    public static TrustSpec defaults() {
        return new TrustSpec(Optional.empty(), List.of(), Optional.empty());
    }

    public TrustSpec domain(String newDomain) {
        return new TrustSpec(Optional.of(newDomain), aliases, authority);
    }

    public TrustSpec aliases(String... domains) {
        return new TrustSpec(domain, List.of(domains), authority);
    }

    public TrustSpec authority(Path certificate, Path key, Path chain, Path root) {
        return new TrustSpec(domain, aliases, Optional.of(new Authority(certificate, key, chain, root)));
    }

    /** An authority from a folder with {@code ca-cert.pem}, {@code ca-key.pem}, {@code cert-chain.pem}, {@code root-cert.pem}. */
    public TrustSpec authority(Path folder) {
        return authority(
                folder.resolve("ca-cert.pem"),
                folder.resolve("ca-key.pem"),
                folder.resolve("cert-chain.pem"),
                folder.resolve("root-cert.pem"));
    }
}
