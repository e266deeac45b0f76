package io.meshprovisioner.istio.install;

import java.util.regex.Pattern;

/**
 * Why the API server takes no pods of a workload, by the words of its admission plug-ins, and whether that can pass by
 * itself.
 */
enum PodRefusal {
    QUOTA(
            "exceeded quota|failed quota",
            true,
            "Raise the ResourceQuota that it names (kubectl describe quota), or ask for less in the values (requests, "
                    + "limits, replicas); then run again."),
    POD_SECURITY(
            "violates PodSecurity",
            true,
            "Label the namespace pod-security.kubernetes.io/enforce=privileged, or use Istio's CNI plug-in, with which "
                    + "injected pods ask for less; then run again."),
    DENIED(
            "admission webhook .* denied the request",
            true,
            "A policy of this cluster forbids such a pod: have it allow Istio's, or change the values as it says; then run "
                    + "again."),
    WEBHOOK(
            "failed calling webhook",
            false,
            "The API server does not reach that webhook: see that the pods of its Service run and that the control plane "
                    + "may reach the nodes on its port (15017 for Istio's own). If what answered it is gone, delete its "
                    + "webhook configuration.");

    private final Pattern says;
    private final boolean stays;
    private final String advice;

    PodRefusal(String says, boolean stays, String advice) {
        this.says = Pattern.compile(says);
        this.stays = stays;
        this.advice = advice;
    }

    /** @param message of the condition ReplicaFailure */
    static Health of(String workload, String message) {
        String why = workload + " cannot make its pods: " + message;
        for (PodRefusal refusal : values()) {
            if (refusal.says.matcher(message).find()) {
                return refusal.stays
                        ? new Health.Hopeless(why, refusal.advice)
                        : new Health.Waiting(why, refusal.advice);
            }
        }
        return new Health.Waiting(why);
    }
}
