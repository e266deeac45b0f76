package io.meshprovisioner.spec;

import io.meshprovisioner.spec.PodNetwork.Calico;
import io.meshprovisioner.spec.PodNetwork.Policies;
import io.meshprovisioner.spec.PodNetwork.VpcCni;
import java.util.LinkedHashMap;
import java.util.Map;

/** The {@code networking} part of a document: what is not the default. */
final class NetworkingWriter {
    private NetworkingWriter() {}

    static Map<String, Object> networking(NetworkingSpec networking) {
        NetworkingSpec defaults = NetworkingSpec.defaults();
        Map<String, Object> out = new LinkedHashMap<>();
        if (networking.pods() instanceof VpcCni cni) {
            SpecWriter.put(out, "vpcCni", vpcCni(cni), Map.of());
        } else if (networking.pods() instanceof Calico calico) {
            out.put("calico", calico(calico));
        }
        SpecWriter.put(
                out,
                "kubeProxyMode",
                networking.kubeProxyMode().name(),
                defaults.kubeProxyMode().name());
        return out;
    }

    private static Map<String, Object> vpcCni(VpcCni cni) {
        Map<String, Object> out = new LinkedHashMap<>();
        SpecWriter.put(out, "networkPolicy", cni.policies() instanceof Policies.ByVpcCni, false);
        if (cni.policies() instanceof Policies.ByCalico calico) {
            out.put("calicoPolicy", release(calico.release()));
        }
        SpecWriter.put(out, "prefixDelegation", cni.prefixDelegation(), false);
        cni.podCidr().ifPresent(cidr -> out.put("podCidr", cidr));
        return out;
    }

    private static Map<String, Object> calico(Calico calico) {
        Map<String, Object> out = release(calico.release());
        SpecWriter.put(out, "podCidr", calico.podCidr(), Calico.DEFAULT.podCidr());
        return out;
    }

    private static Map<String, Object> release(CalicoSpec release) {
        Map<String, Object> out = new LinkedHashMap<>();
        SpecWriter.put(out, "version", release.version(), CalicoSpec.defaults().version());
        release.charts().ifPresent(source -> out.put("charts", SpecWriter.charts(source)));
        return out;
    }
}
