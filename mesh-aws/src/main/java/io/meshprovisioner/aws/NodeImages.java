package io.meshprovisioner.aws;

import io.meshprovisioner.spec.AmiFamily;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.eks.model.AMITypes;

/** Which EKS image fits an instance type. */
final class NodeImages {
    /** EC2's naming: a g right after the generation's number is Graviton (m7g, c6gn, t4g; not g4dn). */
    private static final Pattern GRAVITON = Pattern.compile("(a1|[a-z]+\\d+g[a-z]*)\\..+");

    /** Amazon Linux 2023 images start here; older clusters take Amazon Linux 2. */
    private static final int FIRST_WITH_AL2023 = 25;

    private NodeImages() {}

    /** Whether the image for a Kubernetes version is told by a NodeConfig what to set on its kubelet. */
    static boolean readsNodeConfig(String kubernetesVersion) {
        return ClusterChanges.minor(kubernetesVersion) >= FIRST_WITH_AL2023;
    }

    static boolean isArm(String instanceType) {
        return GRAVITON.matcher(instanceType).matches();
    }

    static AMITypes amiType(AmiFamily family, List<String> instanceTypes, String kubernetesVersion) {
        boolean arm = !instanceTypes.isEmpty() && isArm(instanceTypes.get(0));
        if (family == AmiFamily.BOTTLEROCKET) {
            return arm ? AMITypes.BOTTLEROCKET_ARM_64 : AMITypes.BOTTLEROCKET_X86_64;
        }
        if (!readsNodeConfig(kubernetesVersion)) {
            return arm ? AMITypes.AL2_ARM_64 : AMITypes.AL2_X86_64;
        }
        return arm ? AMITypes.AL2023_ARM_64_STANDARD : AMITypes.AL2023_X86_64_STANDARD;
    }
}
