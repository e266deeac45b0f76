package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import java.util.ArrayList;
import java.util.List;

/** The labels by which an operator knows what it made of an IstioOperator. */
final class OperatorLabels {
    private OperatorLabels() {}

    /** Selects what was made of one. */
    static String selector(String name, String namespace) {
        return "install.operator.istio.io/owning-resource=" + name
                + ",install.operator.istio.io/owning-resource-namespace=" + namespace;
    }

    /** The Deployments and DaemonSets that were made of one. */
    static List<Tree> workloads(Look look, String name, String namespace) {
        List<Tree> workloads = new ArrayList<>(look.everywhere("apps/v1", "Deployment", selector(name, namespace)));
        workloads.addAll(look.everywhere("apps/v1", "DaemonSet", selector(name, namespace)));
        return workloads;
    }
}
