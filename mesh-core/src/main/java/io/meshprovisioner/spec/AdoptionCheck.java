package io.meshprovisioner.spec;

import io.meshprovisioner.spec.VpcSpec.AdoptedVpc;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What is adopted: ids and ARNs as AWS writes them, and nothing asked for beside it that could not be had. */
final class AdoptionCheck {
    private static final Pattern VPC = Pattern.compile("vpc-([0-9a-f]{8}|[0-9a-f]{17})");
    private static final Pattern SUBNET = Pattern.compile("subnet-([0-9a-f]{8}|[0-9a-f]{17})");
    private static final Pattern ROLE =
            Pattern.compile("arn:aws(-[a-z]+)*:iam::\\d{12}:role/([\\w+=,.@-]+/)*[\\w+=,.@-]{1,64}");

    private AdoptionCheck() {}

    static void vpc(VpcSpec vpc, AdoptedVpc adopted, Problems problems) {
        if (!VPC.matcher(adopted.id()).matches()) {
            problems.add(
                    "vpc.adopted.id",
                    "\"" + Problems.shown(adopted.id()) + "\" is not the id of a VPC.",
                    "Write one such as vpc-0123456789abcdef0.");
        }
        subnets("vpc.adopted.publicSubnets", adopted.publicSubnets(), problems);
        subnets("vpc.adopted.privateSubnets", adopted.privateSubnets(), problems);
        Set<String> both = new TreeSet<>(adopted.publicSubnets());
        both.retainAll(adopted.privateSubnets());
        if (!both.isEmpty()) {
            problems.add(
                    "vpc.adopted.privateSubnets",
                    both + " cannot be public and private.",
                    "Name each subnet once: as public where its route leads to an internet gateway.");
        }
        if (adopted.subnets().size() < 2) {
            problems.add(
                    "vpc.adopted",
                    "EKS needs subnets in two zones at least, not "
                            + adopted.subnets().size() + ".",
                    "Name two subnets or more of different zones.");
        }
        VpcSpec made = VpcSpec.defaults();
        refuse("vpc.natGateways", vpc.natGateways() != made.natGateways(), problems);
        refuse("vpc.publicSubnets", !vpc.publicSubnets().isEmpty(), problems);
        refuse("vpc.privateSubnets", !vpc.privateSubnets().isEmpty(), problems);
        if (!vpc.endpointServices().isEmpty()) {
            problems.add(
                    EndpointCheck.PATH,
                    "A VPC that is adopted is taken as it is: no endpoints are added to it.",
                    "Make them yourself, for " + String.join(", ", vpc.endpointServices())
                            + ", or have the VPC made by us: leave out adopted.");
        }
    }

    static void subnets(String path, List<String> ids, Problems problems) {
        for (int i = 0; i < ids.size(); i++) {
            if (!SUBNET.matcher(ids.get(i)).matches()) {
                problems.add(
                        path + "[" + i + "]",
                        "\"" + Problems.shown(ids.get(i)) + "\" is not the id of a subnet.",
                        "Write one such as subnet-0123456789abcdef0.");
            }
        }
        problems.duplicates(ids, i -> path + "[" + i + "]");
    }

    private static void refuse(String path, boolean asked, Problems problems) {
        if (asked) {
            problems.add(
                    path,
                    "A VPC that is adopted is taken as it is.",
                    "Leave it out, or have the VPC made by us: leave out adopted.");
        }
    }

    static void role(String path, String arn, Problems problems) {
        if (!ROLE.matcher(arn).matches()) {
            problems.add(
                    path,
                    "\"" + Problems.shown(arn) + "\" is not the ARN of a role.",
                    "Write one such as arn:aws:iam::111122223333:role/eks-nodes.");
        }
    }
}
