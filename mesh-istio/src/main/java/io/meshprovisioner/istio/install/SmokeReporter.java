package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.spec.SmokeSpec;
import io.meshprovisioner.spec.WorkloadSpec;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.SmokeReport;
import io.meshprovisioner.spi.SmokeReport.Way;
import io.meshprovisioner.spi.WorkloadReport;
import java.io.IOException;
import java.net.URI;
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
    private final WorkloadSpec workload;
    private final Look look;

    SmokeReporter(KubernetesSession session, WorkloadSpec workload) {
        this.session = session;
        this.workload = workload;
        this.look = new Look(session);
    }

    SmokeReport report(SmokeSpec smoke) {
        WorkloadReport target = new WorkloadReporter(look)
                .report(workload.namespace(), workload.name())
                .orElseGet(() -> new WorkloadReport(
                        workload.namespace(), workload.name(), List.of(), Optional.empty(), "It is not there."));
        List<Way> ways = new ArrayList<>();
        for (SmokeWay way : SmokeWay.of(smoke)) {
            Optional<String> url = way.url(look, workload);
            Optional<Tree> pod = SenderResource.pod(look, workload, way);
            if (url.isPresent() && pod.isPresent()) {
                String log = session.log(workload.namespace(), pod.get().text("metadata", "name"), "curl");
                ways.add(way(way, url.get(), log, pod.get()));
            } else if (way.asked().isPresent()) {
                ways.add(unsent(way));
            }
        }
        return new SmokeReport(target, ways);
    }

    private static Way unsent(SmokeWay way) {
        return new Way(
                way.from(),
                way.asked().map(URI::toString).orElse(""),
                List.of(),
                List.of(),
                Optional.empty(),
                "no request was sent: there is no ingress gateway that takes HTTP on port 80",
                "");
    }

    /** Whom the workload's sidecar sees: the sender itself, or the gateway between. */
    private Optional<String> sender(SmokeWay way) {
        return way.inMesh()
                ? Optional.of(way.name(workload))
                : IngressDoor.find(look).map(IngressDoor::service);
    }

    private Way way(SmokeWay way, String url, String log, Tree pod) {
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
        Optional<Boolean> mutual = mutualTls(log, sender(way));
        OptionalInt bad = statuses.stream()
                .mapToInt(Integer::intValue)
                .filter(status -> status < 200 || status >= 400)
                .findFirst();
        if (statuses.isEmpty() || bad.isEmpty()) {
            String problem = statuses.isEmpty() ? "no request was sent" : "";
            return new Way(way.from(), url, statuses, latencies, mutual, problem, "");
        }
        SmokeCause cause = new SmokeCause(session, workload, way, pod);
        SmokeCause.Found found = cause.of(url, bad.getAsInt(), said);
        return new Way(way.from(), url, statuses, latencies, mutual, found.problem(), found.why());
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
}
