package io.meshprovisioner.istio;

import io.meshprovisioner.istio.gatewayapi.GatewayApiKinds;
import io.meshprovisioner.istio.model.IstioKinds;
import io.meshprovisioner.istio.model.ResourceType;
import io.meshprovisioner.istio.model.UnknownToReleaseException;
import io.meshprovisioner.istio.validation.IstioValidator;
import io.meshprovisioner.istio.validation.finding.Severity;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.ManifestValidator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Asks {@link IstioValidator} about manifests before they are sent: each object by itself, since what it refers to may be
 * in the cluster already; and about all of a mesh together. Found by {@link java.util.ServiceLoader}.
 */
public final class IstioManifestValidator implements ManifestValidator {
    private static final List<String> IN_ORDER = List.of(
            "WorkloadEntry",
            "ServiceEntry",
            "RequestAuthentication",
            "AuthorizationPolicy",
            "DestinationRule",
            "GatewayClass",
            "Gateway",
            "VirtualService");
    private static final List<Kind> OTHERS = List.of(
            new Kind("v1", "Namespace"),
            new Kind("v1", "Service"),
            new Kind("v1", "Pod"),
            new Kind("v1", "Secret"),
            new Kind("v1", "ConfigMap"),
            new Kind("apps/v1", "Deployment"),
            new Kind("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration"),
            new Kind("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration"),
            new Kind("apiextensions.k8s.io/v1", "CustomResourceDefinition"));

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

    @Override
    public List<Kind> analyzed(String istioVersion) {
        List<Kind> kinds = new ArrayList<>(OTHERS);
        for (ResourceType<?> type : IstioKinds.all()) {
            try {
                kinds.add(new Kind(type.apiVersion(istioVersion), type.kind()));
            } catch (UnknownToReleaseException e) {
                // a kind that the mesh cannot have
            }
        }
        GatewayApiKinds.all().forEach(type -> kinds.add(new Kind(type.apiVersion(istioVersion), type.kind())));
        return kinds;
    }

    @Override
    public List<Finding> analyze(List<? extends Manifest> everything, String istioVersion) {
        List<Document> documents = everything.stream().map(Documents::of).toList();
        return IstioValidator.forRelease(istioVersion).analyze(documents).stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .map(IstioManifestValidator::finding)
                .toList();
    }

    @Override
    public boolean judges(Manifest manifest) {
        return IstioKinds.all().stream()
                .anyMatch(type -> type.kind().equals(manifest.kind())
                        && manifest.apiVersion().startsWith(type.group() + "/"));
    }

    /** What routes refer to goes first: a route to a subset that is not there yet answers 503. */
    @Override
    public int rank(Manifest manifest) {
        if (!manifest.apiVersion().contains(".istio.io/")
                && !manifest.apiVersion().startsWith("gateway.networking.")) {
            return 0;
        }
        int at = IN_ORDER.indexOf(manifest.kind());
        if (at < 0) {
            return IN_ORDER.size() + 1;
        }
        return manifest.kind().equals("VirtualService") && !isDelegate(manifest) ? at + 2 : at + 1;
    }

    /** A VirtualService without hosts is there for others. */
    private static boolean isDelegate(Manifest manifest) {
        return !(manifest.toMap().get("spec") instanceof Map<?, ?> spec)
                || !(spec.get("hosts") instanceof List<?> hosts)
                || hosts.isEmpty();
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
