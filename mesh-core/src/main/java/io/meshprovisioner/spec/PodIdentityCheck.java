package io.meshprovisioner.spec;

import java.util.List;
import java.util.regex.Pattern;

/** What pods may do in AWS. Source: the EKS user guide, "EKS Pod Identity"; IAM's quotas. */
final class PodIdentityCheck {
    private static final Pattern ROLE =
            Pattern.compile("arn:aws(?:-[a-z]+)*:iam::\\d{12}:role/(?:[!-~]+/)?[\\w+=,.@-]{1,64}");

    /** IAM's quota for managed policies of a role, where nobody has raised it. */
    private static final int MOST_POLICIES = 10;

    private final List<PodIdentitySpec> identities;
    private final Problems problems;

    PodIdentityCheck(List<PodIdentitySpec> identities, Problems problems) {
        this.identities = identities;
        this.problems = problems;
    }

    void run() {
        for (int index = 0; index < identities.size(); index++) {
            one("cluster.podIdentities[" + index + "]", identities.get(index));
        }
        problems.duplicates(
                identities.stream().map(PodIdentitySpec::account).toList(),
                index -> "cluster.podIdentities[" + index + "].serviceAccount");
    }

    private void one(String path, PodIdentitySpec identity) {
        problems.namespace(path + ".namespace", identity.namespace());
        if (!KubernetesNames.isSubdomain(identity.serviceAccount())) {
            problems.add(
                    path + ".serviceAccount",
                    "\"" + Problems.shown(identity.serviceAccount()) + "\" cannot name a service account.",
                    "Use lower-case letters, digits, hyphens and dots, such as \"orders\".");
        }
        if (identity.roleArn().isEmpty() && identity.managedPolicies().isEmpty()) {
            problems.add(
                    path,
                    "Its pods get a role that may do nothing.",
                    "Say managedPolicies(..), or role(..) of one that stands already.");
        }
        if (identity.roleArn().isPresent() && !identity.managedPolicies().isEmpty()) {
            problems.add(
                    path + ".managedPolicies",
                    "A role that stands already is not changed.",
                    "Attach them to it yourself, or leave role(..) out and have one made.");
        }
        identity.roleArn()
                .filter(arn -> !ROLE.matcher(arn).matches())
                .ifPresent(arn -> problems.add(
                        path + ".roleArn",
                        "\"" + Problems.shown(arn) + "\" is not the ARN of a role.",
                        "Write one such as arn:aws:iam::111122223333:role/orders."));
        policies(path + ".managedPolicies", identity.managedPolicies());
    }

    private void policies(String path, List<String> arns) {
        for (int i = 0; i < arns.size(); i++) {
            if (!IamCheck.isPolicy(arns.get(i))) {
                problems.add(
                        path + "[" + i + "]",
                        "\"" + Problems.shown(arns.get(i)) + "\" is not the ARN of a policy.",
                        "Write one such as arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess.");
            }
        }
        problems.duplicates(arns, index -> path + "[" + index + "]");
        if (arns.size() > MOST_POLICIES) {
            problems.add(
                    path,
                    arns.size() + " policies are named; IAM takes " + MOST_POLICIES + " on a role.",
                    "Join some of them into a policy of your own.");
        }
    }
}
