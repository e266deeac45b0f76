package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsProbe;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** How it is found out whether a workload is healthy. Source: ReadinessProbe. */
public final class ReadinessProbe extends Part<ReadinessProbe> {
    ReadinessProbe(ObjectNode tree) {
        super(tree);
    }

    static ReadinessProbe start() {
        return new ReadinessProbe(Trees.empty());
    }

    @Override
    protected ReadinessProbe copy(ObjectNode changed) {
        return new ReadinessProbe(changed);
    }

    /** Seconds before the first look; default 0. */
    public ReadinessProbe initialDelaySeconds(int initialDelaySeconds) {
        return set("initialDelaySeconds", initialDelaySeconds);
    }

    /** What {@code initialDelaySeconds} says. */
    public Optional<Integer> initialDelaySeconds() {
        return integer("initialDelaySeconds");
    }

    /** Seconds that a look may take; default 1. */
    public ReadinessProbe timeoutSeconds(int timeoutSeconds) {
        return set("timeoutSeconds", timeoutSeconds);
    }

    /** What {@code timeoutSeconds} says. */
    public Optional<Integer> timeoutSeconds() {
        return integer("timeoutSeconds");
    }

    /** Seconds between two looks; default 10. */
    public ReadinessProbe periodSeconds(int periodSeconds) {
        return set("periodSeconds", periodSeconds);
    }

    /** What {@code periodSeconds} says. */
    public Optional<Integer> periodSeconds() {
        return integer("periodSeconds");
    }

    /** Good looks in a row that make it healthy; default 1. */
    public ReadinessProbe successThreshold(int successThreshold) {
        return set("successThreshold", successThreshold);
    }

    /** What {@code successThreshold} says. */
    public Optional<Integer> successThreshold() {
        return integer("successThreshold");
    }

    /** Bad looks in a row that make it unhealthy; default 3. */
    public ReadinessProbe failureThreshold(int failureThreshold) {
        return set("failureThreshold", failureThreshold);
    }

    /** What {@code failureThreshold} says. */
    public Optional<Integer> failureThreshold() {
        return integer("failureThreshold");
    }

    private static Node on(int port) {
        return new Node(Trees.empty()).set("port", port);
    }

    static NeedsProbe needed() {
        return new NeedsProbe() {
            @Override
            public ReadinessProbe httpGet(int port, UnaryOperator<HttpProbe> probe) {
                return start().set("httpGet", probe.apply(HttpProbe.on(port)));
            }

            @Override
            public ReadinessProbe tcpSocket(int port) {
                return start().set("tcpSocket", on(port));
            }

            @Override
            public ReadinessProbe tcpSocket(int port, String host) {
                return start().set("tcpSocket", on(port).set("host", host));
            }

            @Override
            public ReadinessProbe exec(String command, String... arguments) {
                List<String> all = Stream.concat(Stream.of(command), Arrays.stream(arguments))
                        .toList();
                return start().set("exec", new Node(Trees.empty()).set("command", all));
            }

            @Override
            public ReadinessProbe grpc(int port) {
                return start().set("grpc", on(port));
            }

            @Override
            public ReadinessProbe grpc(int port, String service) {
                return start().set("grpc", on(port).set("service", service));
            }
        };
    }

    /** What {@code httpGet} says. */
    public Optional<HttpProbe> httpGet() {
        return part("httpGet", HttpProbe::new);
    }
}
