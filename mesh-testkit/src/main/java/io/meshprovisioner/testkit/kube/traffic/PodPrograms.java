package io.meshprovisioner.testkit.kube.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.control.Api;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.List;
import java.util.Optional;

/**
 * What the programs in a pod answer who comes from the pod itself, as a port-forward does: istiod its debug interface, from
 * the objects of the moment, everything else that it is there.
 */
public final class PodPrograms {
    private final Api api;

    public PodPrograms(Api api) {
        this.api = api;
    }

    /** An answer to an HTTP request. */
    public record Answer(int status, String type, String body) {}

    /** What a command in a container came to. */
    public record Result(int exitCode, String out, String err) {}

    /** Empty where the container has no such program. */
    public Optional<Result> run(ObjectNode pod, String container, List<String> command) {
        List<String> arguments = command.subList(1, command.size());
        return switch (command.get(0)) {
            case "true", "sync" -> Optional.of(new Result(0, "", ""));
            case "false" -> Optional.of(new Result(1, "", ""));
            case "hostname" -> Optional.of(new Result(0, Trees.name(pod) + "\n", ""));
            case "echo" -> Optional.of(new Result(0, String.join(" ", arguments) + "\n", ""));
            case "curl" -> curl(pod, container, command);
            case "pilot-discovery" ->
                container.equals("discovery")
                                && arguments.size() == 3
                                && arguments.get(0).equals("request")
                        ? Optional.of(asked(new IstiodDebug(api, pod).answer(arguments.get(2))))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Images that are made for it have it, and the proxy's does. */
    private Optional<Result> curl(ObjectNode pod, String container, List<String> command) {
        for (JsonNode one : Trees.at(pod, "spec", "containers")) {
            String image = Trees.text(one, "image");
            if (Trees.text(one, "name").equals(container) && (image.contains("curl") || image.contains("/proxyv2"))) {
                ObjectNode asked = Trees.object();
                command.forEach(asked.putArray("command")::add);
                return CurlProgram.run(api, pod, asked).map(written -> new Result(0, written, ""));
            }
        }
        return Optional.empty();
    }

    private static Result asked(Answer answer) {
        return answer.status() == 200
                ? new Result(0, answer.body() + "\n", "")
                : new Result(1, "", "Error: unexpected status " + answer.status() + "\n");
    }

    /** Empty where nothing listens on the port. */
    public Optional<Answer> answer(ObjectNode pod, int port, String method, String path) {
        for (JsonNode container : Trees.at(pod, "spec", "containers")) {
            boolean istiod = Trees.text(container, "name").equals("discovery");
            if (istiod && port == IstiodDebug.PORT) {
                return Optional.of(new IstiodDebug(api, pod).answer(path));
            }
            boolean proxy = Trees.text(container, "name").equals("istio-proxy");
            if (proxy && port == ProxyAdministration.PORT) {
                return Optional.of(new ProxyAdministration(api, pod).answer(path));
            }
            for (JsonNode declared : container.path("ports")) {
                if (declared.path("containerPort").asInt() == port) {
                    return Optional.of(new Answer(
                            200,
                            "text/plain",
                            "(simulated) " + Trees.text(container, "name") + " of pod " + Trees.name(pod) + " got "
                                    + method + " " + path + "\n"));
                }
            }
        }
        return Optional.empty();
    }
}
