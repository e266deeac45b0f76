package io.meshprovisioner.testkit.kube.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.control.Api;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.world.Hashes;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * curl, as far as a pod's arguments can ask for it here: transfers one after another ({@code --next}), each with its
 * method, headers, {@code --max-time}, {@code --connect-to}, {@code --output} and {@code --write-out} with {@code %{http_code}} or {@code %{json}}.
 */
public final class CurlProgram {
    private CurlProgram() {}

    /** One transfer, as it was asked for. */
    private static final class Transfer {
        private String method = "GET";
        private String url = "";
        private String writeOut = "";
        private String connectTo = "";
        private double maxTime = 300;
        private boolean discarded;
        private final Map<String, String> headers = new LinkedHashMap<>();
    }

    /** What a container that runs curl writes; empty when it runs something else. */
    public static Optional<String> run(Api api, ObjectNode pod, JsonNode container) {
        List<String> words = Trees.texts(container.path("command"));
        if (words.isEmpty() || !words.get(0).equals("curl")) {
            return Optional.empty();
        }
        List<String> arguments = new ArrayList<>(words.subList(1, words.size()));
        arguments.addAll(Trees.texts(container.path("args")));
        DataPlane network = new DataPlane(api, pod);
        StringBuilder written = new StringBuilder();
        int number = 0;
        for (Transfer transfer : transfers(arguments)) {
            number++;
            URI url = URI.create(transfer.url);
            double work = 0.0015 + 0.003 * Hashes.fraction(Trees.uid(pod) + number);
            Reply reply = network.call(transfer.method, url, target(transfer, url), transfer.headers, work)
                    .within(transfer.maxTime);
            if (!transfer.discarded) {
                written.append(reply.body());
            }
            written.append(told(transfer, reply));
        }
        return Optional.of(written.toString());
    }

    private static List<Transfer> transfers(List<String> arguments) {
        List<Transfer> transfers = new ArrayList<>();
        Transfer current = new Transfer();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            switch (word) {
                case "--next" -> {
                    transfers.add(current);
                    current = new Transfer();
                }
                case "--request", "-X" -> current.method = arguments.get(++i);
                case "--header", "-H" -> header(current, arguments.get(++i));
                case "--write-out", "-w" -> current.writeOut = arguments.get(++i);
                case "--output", "-o" -> {
                    i++;
                    current.discarded = true;
                }
                case "--max-time", "-m" -> current.maxTime = Double.parseDouble(arguments.get(++i));
                case "--connect-to" -> current.connectTo = arguments.get(++i);
                default -> {
                    if (!word.startsWith("-")) {
                        current.url = word;
                    }
                }
            }
        }
        transfers.add(current);
        return transfers;
    }

    private static void header(Transfer transfer, String line) {
        int colon = line.indexOf(':');
        if (colon > 0) {
            transfer.headers.put(
                    line.substring(0, colon), line.substring(colon + 1).strip());
        }
    }

    /** {@code --connect-to HOST1:PORT1:HOST2:PORT2}; else what the URL says. */
    private static String target(Transfer transfer, URI url) {
        int port = url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
        String asked = url.getHost() + ":" + port;
        return transfer.connectTo.startsWith(asked + ":") ? transfer.connectTo.substring(asked.length() + 1) : asked;
    }

    private static String told(Transfer transfer, Reply reply) {
        ObjectNode facts = Trees.object();
        facts.put("errormsg", reply.error().isEmpty() ? null : reply.error());
        facts.put("exitcode", reply.exitCode()).put("http_code", reply.status());
        facts.put("method", transfer.method).put("response_code", reply.status());
        facts.put("time_total", Math.round(reply.seconds() * 1e6) / 1e6).put("url", transfer.url);
        return transfer.writeOut
                .replace("%{json}", facts.toString())
                .replace("%{http_code}", String.format("%03d", reply.status()))
                .replace("\\n", "\n");
    }
}
