package io.meshprovisioner.istio.validation.analysis;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.Set;
import java.util.stream.Collectors;

/** Telemetries with the providers of the mesh configuration. */
final class TelemetryAnalyzers {
    private TelemetryAnalyzers() {}

    /** IST0157: access logging without provider, where the mesh has none by default. */
    static void providers(World world, Reporter reporter) {
        if (world.meshConfig().get("defaultProviders").hasAny("accessLogging")) {
            return;
        }
        for (Resource telemetry : world.telemetries()) {
            for (Node logging : telemetry.spec().items("accessLogging")) {
                if (!logging.flag("disabled") && !logging.hasAny("providers")) {
                    reporter.report(
                            telemetry,
                            logging,
                            "IST0157",
                            "the access log has no provider, and the mesh configuration has no default one",
                            "Add providers, such as - name: envoy");
                }
            }
        }
    }

    /** IST0002: tracing by Lightstep. */
    static void lightstep(World world, Reporter reporter) {
        Set<String> providers = world.meshConfig().items("extensionProviders").stream()
                .filter(provider -> provider.has("lightstep"))
                .map(provider -> provider.text("name"))
                .collect(Collectors.toSet());
        for (Resource telemetry : world.telemetries()) {
            for (Node tracing : telemetry.spec().items("tracing")) {
                for (Node provider : tracing.items("providers")) {
                    if (providers.contains(provider.text("name"))) {
                        reporter.report(
                                telemetry,
                                provider,
                                "IST0002",
                                "the Lightstep provider " + provider.text("name") + " is deprecated",
                                "Use an OpenTelemetry provider");
                    }
                }
            }
        }
    }
}
