package io.meshprovisioner.istio.traffic.policy;

import io.meshprovisioner.istio.model.MutualTlsMode;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.Labels;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The PeerAuthentications of a workload, put together: mesh, then namespace, then workload, then port, each over what is
 * around it; UNSET leaves what is around. Of several of one level the oldest counts.
 *
 * @param workload for ports without a mode of their own
 * @param ports by port of the workload
 */
record PeerRules(MutualTls workload, Map<Integer, MutualTls> ports) {
    static final PeerRules NONE = new PeerRules(MutualTls.DEFAULT, Map.of());

    /**
     * @param mesh the policies of the root namespace, oldest first
     * @param own those of the workload's namespace, oldest first; none if that is the root namespace, in which Istio takes
     *     no selector
     */
    static PeerRules compose(List<ConfigObject> mesh, List<ConfigObject> own, Map<String, String> labels) {
        MutualTls mode = over(MutualTls.DEFAULT, general(mesh));
        mode = over(mode, general(own));
        Optional<ConfigObject> selecting = own.stream()
                .filter(policy -> !isGeneral(policy) && Labels.match(selector(policy), labels))
                .findFirst();
        mode = over(mode, selecting);
        Map<Integer, MutualTls> ports = new HashMap<>();
        if (selecting.isPresent()) {
            for (Node port : selecting.get().spec().entries("portLevelMtls")) {
                ports.put(Integer.valueOf(port.name()), over(mode, selecting.get(), port));
            }
        }
        return new PeerRules(mode, Map.copyOf(ports));
    }

    MutualTls at(int port) {
        return ports.isEmpty() ? workload : ports.getOrDefault(port, workload);
    }

    /** The oldest policy that is for all workloads of its namespace. */
    static Optional<ConfigObject> general(List<ConfigObject> policies) {
        return policies.stream().filter(PeerRules::isGeneral).findFirst();
    }

    private static boolean isGeneral(ConfigObject policy) {
        return selector(policy).isEmpty();
    }

    private static Map<String, String> selector(ConfigObject policy) {
        return policy.spec().get("selector").textMap("matchLabels");
    }

    private static MutualTls over(MutualTls around, Optional<ConfigObject> policy) {
        return policy.map(one -> over(around, one, one.spec().get("mtls"))).orElse(around);
    }

    private static MutualTls over(MutualTls around, ConfigObject policy, Node mtls) {
        return switch (mtls.text("mode")) {
            case "STRICT" -> by(policy, MutualTlsMode.STRICT);
            case "PERMISSIVE" -> by(policy, MutualTlsMode.PERMISSIVE);
            case "DISABLE" -> by(policy, MutualTlsMode.DISABLE);
            default -> around;
        };
    }

    private static MutualTls by(ConfigObject policy, MutualTlsMode mode) {
        return new MutualTls(mode, policy.namespace() + "/" + policy.name());
    }
}
