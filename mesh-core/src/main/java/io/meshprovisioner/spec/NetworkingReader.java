package io.meshprovisioner.spec;

import io.meshprovisioner.spec.PodNetwork.Calico;
import io.meshprovisioner.spec.PodNetwork.Policies;
import io.meshprovisioner.spec.PodNetwork.VpcCni;
import java.util.Optional;

/** The {@code networking} part of a document. */
final class NetworkingReader {
    private NetworkingReader() {}

    static NetworkingSpec networking(FieldReader in) {
        NetworkingSpec defaults = NetworkingSpec.defaults();
        Optional<PodNetwork> cni = in.nested("vpcCni", NetworkingReader::vpcCni);
        Optional<PodNetwork> calico = in.nested("calico", NetworkingReader::calico);
        if (cni.isPresent() && calico.isPresent()) {
            in.problems()
                    .add(
                            in.at("calico"),
                            "Pods get their addresses from the VPC CNI or from Calico, not from both.",
                            "Write one of vpcCni and calico; for Calico's policies under the VPC CNI write "
                                    + "vpcCni.calicoPolicy.");
        }
        return new NetworkingSpec(
                calico.or(() -> cni).orElse(defaults.pods()),
                in.oneOf("kubeProxyMode", FieldReader.constants(KubeProxyMode.class, Enum::name))
                        .orElse(defaults.kubeProxyMode()));
    }

    private static PodNetwork vpcCni(FieldReader in) {
        Optional<Policies> calico =
                in.nested("calicoPolicy", NetworkingReader::release).map(Policies.ByCalico::new);
        boolean own = in.truth("networkPolicy").orElse(false);
        if (calico.isPresent() && own) {
            in.problems()
                    .add(
                            in.at("calicoPolicy"),
                            "The VPC CNI and Calico cannot both enforce network policies.",
                            "Write one of networkPolicy and calicoPolicy.");
        }
        return new VpcCni(
                calico.orElse(own ? new Policies.ByVpcCni() : new Policies.NotEnforced()),
                in.truth("prefixDelegation").orElse(false),
                in.text("podCidr"));
    }

    private static PodNetwork calico(FieldReader in) {
        return new Calico(release(in), in.text("podCidr").orElse(Calico.DEFAULT.podCidr()));
    }

    private static CalicoSpec release(FieldReader in) {
        return new CalicoSpec(
                in.text("version").orElse(CalicoSpec.defaults().version()),
                in.nested("charts", SpecReader::charts).flatMap(source -> source));
    }
}
