package io.meshprovisioner.istio.install;

/** The kinds of our resources and removals, as they are named in plans and reports. */
final class Kinds {
    static final String CHARTS = "istio:Charts";
    static final String PULL_SECRET = "kubernetes:PullSecret";
    static final String AUTHORITY_FILES = "istio:AuthorityFiles";
    static final String GATEWAY_API = "gatewayapi:Bundle";
    static final String AUTHORITY = "istio:Authority";
    static final String NAMESPACE = "kubernetes:Namespace";
    static final String CRDS = "istio:CustomResourceDefinitions";
    static final String BASE = "helm:Base";
    static final String ISTIOD = "helm:Istiod";
    static final String NODE = "helm:NodeAgent";
    static final String OPERATOR = "helm:Operator";
    static final String ISTIO_OPERATOR = "istio:IstioOperator";
    /** What an operator made, before the kind of the object. */
    static final String OPERATED = "istio:Operated";

    static final String RECONCILED = "istio:Reconciled";
    static final String MUTUAL_TLS = "istio:PeerAuthentication";
    static final String GATEWAY = "helm:Gateway";
    static final String WAYPOINT = "istio:Waypoint";
    static final String CONTROL_PLANE = "istio:ControlPlane";
    static final String GATEWAY_READY = "istio:Gateway";
    static final String PART_READY = "istio:Part";
    static final String SERVICE = "kubernetes:LoadBalancerService";
    static final String LEFTOVER = "kubernetes:ConfigMap";
    static final String WORKLOAD = "kubernetes:Workload";
    static final String SENDER = "istio:Sender";
    static final String REVISION_TAG = "istio:RevisionTag";
    static final String PROXIES = "istio:Proxies";
    static final String LABELS = "kubernetes:Labels";
    static final String DEFINITION = "kubernetes:CustomResourceDefinition";
    static final String MEMBER = "istio:Member";
    static final String CALICO_CHART = "calico:Chart";
    static final String CALICO = "helm:Calico";
    static final String CONTROLLER_CHART = "balancers:Chart";
    static final String CONTROLLER = "helm:LoadBalancerController";
    static final String RIGHTS = "kubernetes:Rights";
    static final String ADDON = "istio:Addon";

    /** The label on what we made ourselves, and its value. */
    static final String OWNER_LABEL = "app.kubernetes.io/managed-by";

    static final String OWNER = "mesh-provisioner";

    /** The label on objects that we apply ourselves: which part of the mesh they are, such as an add-on's name. */
    static final String PART_LABEL = "mesh-provisioner/part";

    private Kinds() {}
}
