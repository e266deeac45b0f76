package io.meshprovisioner.istio.validation.analysis;

import io.meshprovisioner.istio.validation.text.IpAddresses;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The values that the injector takes. */
final class AnnotationValues {
    private static final Set<String> BOOLEANS =
            Set.of("1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False");
    private static final Pattern QUANTITY =
            Pattern.compile("[-+]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[KMGTPE]i|[numkMGTPE]|[eE][-+]?[0-9]+)?");
    private static final Pattern INTERFACE = Pattern.compile("[a-zA-Z][a-zA-Z0-9_.\\-]{0,14}");

    private AnnotationValues() {}

    /** What is wrong with the value, or null. */
    static @Nullable String problem(String name, String value) {
        return switch (name) {
            case "sidecar.istio.io/interceptionMode" ->
                Set.of("REDIRECT", "TPROXY", "NONE").contains(value)
                        ? null
                        : "which is none of REDIRECT, TPROXY and NONE";
            case "status.sidecar.istio.io/port" -> isNumber(value, 65535) ? null : "which is no port";
            case "readiness.status.sidecar.istio.io/initialDelaySeconds",
                    "readiness.status.sidecar.istio.io/periodSeconds",
                    "readiness.status.sidecar.istio.io/failureThreshold" ->
                isNumber(value, 0xFFFFFFFFL) ? null : "which is no whole number";
            case "traffic.sidecar.istio.io/includeOutboundIPRanges" ->
                value.equals("*") || isListOf(value, IpAddresses::isBlock)
                        ? null
                        : "which is neither * nor a list of CIDR blocks";
            case "traffic.sidecar.istio.io/excludeOutboundIPRanges" ->
                isListOf(value, IpAddresses::isBlock) ? null : "which is no list of CIDR blocks";
            case "traffic.sidecar.istio.io/includeInboundPorts" ->
                value.equals("*") || isPorts(value) ? null : "which is neither * nor a list of ports";
            case "traffic.sidecar.istio.io/excludeInboundPorts", "traffic.sidecar.istio.io/excludeOutboundPorts" ->
                isPorts(value) ? null : "which is no list of ports";
            case "traffic.sidecar.istio.io/excludeInterfaces",
                    "traffic.sidecar.istio.io/kubevirtInterfaces",
                    "istio.io/reroute-virtual-interfaces" ->
                isListOf(value, text -> INTERFACE.matcher(text).matches())
                        ? null
                        : "which is no list of network interfaces";
            case "prometheus.istio.io/merge-metrics" ->
                BOOLEANS.contains(value) ? null : "which is neither true nor false";
            case "sidecar.istio.io/proxyCPU",
                    "sidecar.istio.io/proxyMemory",
                    "sidecar.istio.io/proxyCPULimit",
                    "sidecar.istio.io/proxyMemoryLimit" ->
                QUANTITY.matcher(value).matches() ? null : "which is no quantity";
            default -> null;
        };
    }

    private static boolean isPorts(String value) {
        return isListOf(value, text -> isNumber(text, 65535));
    }

    private static boolean isListOf(String value, Predicate<String> item) {
        return value.isEmpty()
                || Stream.of(value.split(",", -1)).map(String::trim).allMatch(item);
    }

    private static boolean isNumber(String text, long max) {
        return !text.isEmpty()
                && text.length() < 12
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && Long.parseLong(text) <= max;
    }
}
