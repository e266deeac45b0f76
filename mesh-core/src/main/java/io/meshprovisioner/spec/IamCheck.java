package io.meshprovisioner.spec;

import java.util.regex.Pattern;

/** What IAM shall say of roles and the user. Source: the IAM API's model. */
final class IamCheck {
    private static final Pattern PATH = Pattern.compile("/|/[!-~]{1,510}/");
    private static final Pattern POLICY =
            Pattern.compile("arn:aws(-[a-z]+)*:iam::(aws|\\d{12}):policy/([\\w+=,.@-]+/)*[\\w+=,.@-]{1,128}");

    private IamCheck() {}

    /** Whether it is the ARN of a policy, AWS's or one's own. */
    static boolean isPolicy(String arn) {
        return POLICY.matcher(arn).matches();
    }

    static void run(IamSpec iam, Problems problems) {
        if (!PATH.matcher(iam.path()).matches()) {
            problems.add(
                    "iam.path",
                    "\"" + Problems.shown(iam.path()) + "\" is not a path.",
                    "Begin and end it with a slash, such as \"/platform/\".");
        }
        iam.permissionsBoundary()
                .filter(arn -> !isPolicy(arn))
                .ifPresent(arn -> problems.add(
                        "iam.permissionsBoundary",
                        "\"" + Problems.shown(arn) + "\" is not the ARN of a policy.",
                        "Write one such as arn:aws:iam::111122223333:policy/boundary."));
    }
}
