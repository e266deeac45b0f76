package io.meshprovisioner.istio;

import io.meshprovisioner.istio.validation.IstioValidator;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.ManifestValidator;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Asks {@link IstioValidator} about manifests before they are sent: each object by itself, since what it refers to may be
 * in the cluster already. Found by {@link java.util.ServiceLoader}.
 */
public final class IstioManifestValidator implements ManifestValidator {

    @Override
    public List<Finding> validate(List<? extends Manifest> manifests, String istioVersion) {
        IstioValidator validator = IstioValidator.forRelease(istioVersion);
        List<Finding> findings = new ArrayList<>();
        for (Manifest manifest : manifests) {
            for (Document document : Documents.of(manifest).items()) {
                validator.validate(document).forEach(finding -> findings.add(finding(finding)));
            }
        }
        return findings;
    }

    private static Finding finding(io.meshprovisioner.istio.validation.finding.Finding finding) {
        String where = (finding.resource() + " " + finding.path()).strip();
        OptionalInt line = finding.line();
        return new Finding(
                finding.isError(),
                finding.rule(),
                line.isPresent() ? where + " (line " + line.getAsInt() + ")" : where,
                finding.problem(),
                finding.advice());
    }
}
