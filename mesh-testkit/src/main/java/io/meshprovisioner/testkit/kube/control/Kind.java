package io.meshprovisioner.testkit.kube.control;

/**
 * A kind of object that controllers work on.
 *
 * @param apiVersion of the form in which it is stored
 * @param storage plural and group, such as deployments.apps
 */
public record Kind(String apiVersion, String kind, String storage) {
    public static final Kind NAMESPACE = new Kind("v1", "Namespace", "namespaces");
    public static final Kind NODE = new Kind("v1", "Node", "nodes");
    public static final Kind POD = new Kind("v1", "Pod", "pods");
    public static final Kind SERVICE = new Kind("v1", "Service", "services");
    public static final Kind ENDPOINTS = new Kind("v1", "Endpoints", "endpoints");
    public static final Kind CONFIG_MAP = new Kind("v1", "ConfigMap", "configmaps");
    public static final Kind SECRET = new Kind("v1", "Secret", "secrets");
    public static final Kind SERVICE_ACCOUNT = new Kind("v1", "ServiceAccount", "serviceaccounts");
    public static final Kind EVENT = new Kind("v1", "Event", "events");
    public static final Kind CLAIM = new Kind("v1", "PersistentVolumeClaim", "persistentvolumeclaims");
    public static final Kind VOLUME = new Kind("v1", "PersistentVolume", "persistentvolumes");
    public static final Kind DEPLOYMENT = new Kind("apps/v1", "Deployment", "deployments.apps");
    public static final Kind REPLICA_SET = new Kind("apps/v1", "ReplicaSet", "replicasets.apps");
    public static final Kind DAEMON_SET = new Kind("apps/v1", "DaemonSet", "daemonsets.apps");
    public static final Kind STATEFUL_SET = new Kind("apps/v1", "StatefulSet", "statefulsets.apps");
    public static final Kind JOB = new Kind("batch/v1", "Job", "jobs.batch");
    public static final Kind ENDPOINT_SLICE =
            new Kind("discovery.k8s.io/v1", "EndpointSlice", "endpointslices.discovery.k8s.io");
    public static final Kind DISRUPTION_BUDGET =
            new Kind("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets.policy");
    public static final Kind AUTOSCALER =
            new Kind("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers.autoscaling");
    public static final Kind DEFINITION = new Kind(
            "apiextensions.k8s.io/v1", "CustomResourceDefinition", "customresourcedefinitions.apiextensions.k8s.io");
    public static final Kind MUTATING_WEBHOOK = new Kind(
            "admissionregistration.k8s.io/v1",
            "MutatingWebhookConfiguration",
            "mutatingwebhookconfigurations.admissionregistration.k8s.io");
    public static final Kind VALIDATING_WEBHOOK = new Kind(
            "admissionregistration.k8s.io/v1",
            "ValidatingWebhookConfiguration",
            "validatingwebhookconfigurations.admissionregistration.k8s.io");
}
