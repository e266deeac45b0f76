package io.meshprovisioner.istio.install;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.TrustSpec;
import io.meshprovisioner.spi.Manifest;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The mesh's own authority, read from its files and judged before anything is made. */
final class AuthorityFilesResource implements Resource<Manifest> {
    private final TrustSpec.Authority files;

    AuthorityFilesResource(TrustSpec.Authority files) {
        this.files = files;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.AUTHORITY_FILES, files.certificate().toString());
    }

    @Override
    public String title() {
        return "certificate authority in " + files.certificate();
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of();
    }

    @Override
    public Observation<Manifest> observe(Step step) {
        try {
            Manifest secret = Authority.manifest(files);
            checkTime(Authority.of(secret), step.now());
            return Observation.ready(secret);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new ResourceFailedException(
                    Failure.of("The certificate authority cannot be used.", "Put files there that belong together.")
                            .at(id())
                            .because(String.valueOf(e.getMessage()))
                            .causedBy(e));
        }
    }

    @Override
    public Observation<Manifest> create(Step step) {
        return observe(step);
    }

    private void checkTime(Authority authority, Instant now) {
        List<X509Certificate> all = new ArrayList<>(List.of(authority.certificate()));
        all.addAll(authority.roots());
        for (X509Certificate one : all) {
            Instant from = one.getNotBefore().toInstant();
            Instant until = one.getNotAfter().toInstant();
            if (now.isBefore(from) || !now.isBefore(until)) {
                throw new ResourceFailedException(Failure.of(
                                "The certificate authority cannot be used.",
                                "Use one that is good now; rotate before it ends.")
                        .at(id())
                        .because(one.getSubjectX500Principal().getName() + " is good from " + from + " until " + until
                                + " only, and it is " + now));
            }
        }
    }
}
