package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.spec.WorkloadSpec;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.SmokeReport;
import io.meshprovisioner.spi.SmokeReport.Way;
import io.meshprovisioner.spi.WorkloadReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads what senders wrote down: a line of JSON for each request, as curl writes it, then the sidecars' counters. */
final class SmokeReporter {
    private static final Pattern COUNTED = Pattern.compile("(?m)^istio_requests_total\\{.*reporter=\"destination\".*$");
    private static final Pattern MUTUAL = Pattern.compile("connection_security_policy=\"mutual_tls\"");

    private final KubernetesSession session;
    private final Look look;

    SmokeReporter(KubernetesSession session) {
        this.session = session;
        this.look = new Look(session);
    }

    SmokeReport report(WorkloadSpec workload) {
        WorkloadReport target = new WorkloadReporter(look)
                .report(workload.namespace(), workload.name())
                .orElseGet(() -> new WorkloadReport(
                        workload.namespace(), workload.name(), List.of(), Optional.empty(), "It is not there."));
        List<Way> ways = new ArrayList<>();
        for (SmokeWay way : SmokeWay.values()) {
            Optional<String> url = way.url(look, workload);
            Optional<Tree> pod = SenderResource.pod(look, workload, way);
            if (url.isPresent() && pod.isPresent()) {
                String log = session.log(workload.namespace(), pod.get().text("metadata", "name"), "curl");
                ways.add(way(way, url.get(), log, sender(way, workload)));
            }
        }
        return new SmokeReport(target, ways);
    }

    /** Whom the workload's sidecar sees: the sender itself, or the gateway between. */
    private Optional<String> sender(SmokeWay way, WorkloadSpec workload) {
        return way == SmokeWay.INSIDE
                ? Optional.of(way.name(workload))
                : IngressDoor.find(look).map(IngressDoor::service);
    }

    private static Way way(SmokeWay way, String url, String log, Optional<String> sender) {
        List<Integer> statuses = new ArrayList<>();
        List<Duration> latencies = new ArrayList<>();
        String said = "";
        for (String line : log.split("\\R")) {
            if (line.startsWith("{")) {
                Tree request = parsed(line);
                statuses.add(request.number("http_code").orElse(0));
                latencies.add(seconds(request.text("time_total")));
                said = said.isEmpty() ? request.text("errormsg") : said;
            }
        }
        Optional<Boolean> mutual = mutualTls(log, sender);
        return new Way(way.from(), url, statuses, latencies, mutual, problem(statuses, said));
    }

    private static Tree parsed(String line) {
        try {
            return new Tree(Yaml.map(line));
        } catch (IOException e) {
            return new Tree(null);
        }
    }

    private static Duration seconds(String text) {
        return text.isEmpty() ? Duration.ZERO : Duration.ofNanos((long) (Double.parseDouble(text) * 1e9));
    }

    /** Without a certificate a caller has no name, so that a counter with the sender's name tells, and one without too. */
    private static Optional<Boolean> mutualTls(String log, Optional<String> sender) {
        List<String> counted =
                COUNTED.matcher(log).results().map(found -> found.group()).toList();
        boolean named = counted.stream()
                .anyMatch(line -> sender.isPresent()
                        && line.contains("source_workload=\"" + sender.get() + "\"")
                        && MUTUAL.matcher(line).find());
        if (named) {
            return Optional.of(true);
        }
        return counted.stream().anyMatch(line -> line.contains("source_workload=\"unknown\""))
                ? Optional.of(false)
                : Optional.empty();
    }

    private static String problem(List<Integer> statuses, String said) {
        if (statuses.isEmpty()) {
            return "no request was sent";
        }
        OptionalInt bad = statuses.stream()
                .mapToInt(Integer::intValue)
                .filter(status -> status < 200 || status >= 400)
                .findFirst();
        if (bad.isEmpty()) {
            return "";
        }
        return switch (bad.getAsInt()) {
            case 0 -> said.isEmpty() ? "the connection ended without an answer" : said;
            case 403 -> "403: an AuthorizationPolicy denies it, or none of those that allow does";
            case 404 -> "404: no route has this host and path";
            case 502 -> "502: only registered hosts may be called, and this one is not";
            case 503 ->
                "503: nobody is ready behind it, its subset or port does not exist, or one side demands mutual TLS "
                        + "and the other does not speak it";
            case 504 -> "504: it took longer than its route allows";
            default -> bad.getAsInt() + " came back";
        };
    }
}
