package io.meshprovisioner.aws;

import io.meshprovisioner.error.AccessDeniedException;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.plan.IamPolicy.Condition;
import io.meshprovisioner.plan.IamPolicy.Statement;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spi.PermissionReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyResponse;

/**
 * Asks whether the caller may do what a policy allows: IAM's simulator, statement by statement with the resources and tags
 * that our calls have, and EC2 by dry runs of what needs nothing to be there. Sources: IAM API Reference,
 * SimulatePrincipalPolicy; EC2 API Reference, common parameter DryRun.
 */
final class PermissionCheck {
    private static final String WOULD_SUCCEED = "DryRunOperation";

    private enum Verdict {
        ALLOWED,
        UNKNOWN,
        DENIED
    }

    private final Scope scope;
    private final MeshSpec spec;
    private final Map<String, Verdict> verdicts = new TreeMap<>();

    PermissionCheck(Scope scope, MeshSpec spec) {
        this.scope = scope;
        this.spec = spec;
    }

    PermissionReport check(IamPolicy policy) {
        String principal = scope.identity().principal();
        boolean told = true;
        for (Statement statement : policy.statements()) {
            told = told && simulate(principal, statement);
        }
        policy.actions().forEach(action -> verdicts.putIfAbsent(action, Verdict.UNKNOWN));
        dryRuns(policy.actions());
        return new PermissionReport(those(Verdict.ALLOWED), those(Verdict.DENIED), those(Verdict.UNKNOWN));
    }

    private Set<String> those(Verdict verdict) {
        Set<String> actions = new TreeSet<>();
        verdicts.forEach((action, found) -> {
            if (found == verdict) {
                actions.add(action);
            }
        });
        return actions;
    }

    /** False where IAM does not tell this caller, or knows no such user or role: the account's root is none. */
    private boolean simulate(String principal, Statement statement) {
        SimulatePrincipalPolicyRequest.Builder request = SimulatePrincipalPolicyRequest.builder()
                .policySourceArn(principal)
                .actionNames(statement.actions())
                .contextEntries(statement.conditions().stream()
                        .map(PermissionCheck::entry)
                        .toList());
        List<String> resources =
                statement.resources().stream().map(PermissionCheck::sample).toList();
        if (!resources.contains("*")) {
            request.resourceArns(resources);
        }
        Optional<String> next = Optional.empty();
        do {
            SimulatePrincipalPolicyResponse answer;
            try {
                answer = scope.calls()
                        .iam()
                        .read(request.marker(next.orElse(null)).build(), IamClient::simulatePrincipalPolicy);
            } catch (AccessDeniedException e) {
                return false;
            } catch (MeshException | CallFailure e) {
                if (Service.answered(e, "NoSuchEntity") || Service.answered(e, "InvalidInput")) {
                    return false;
                }
                throw e;
            }
            answer.evaluationResults().forEach(this::note);
            next = Optional.ofNullable(answer.marker()).filter(marker -> answer.isTruncated());
        } while (next.isPresent());
        return true;
    }

    /** An action stands in several statements: it is denied where one of them is. */
    private void note(EvaluationResult result) {
        Verdict verdict = Verdict.DENIED;
        if (mayBeAllowed(result)) {
            verdict = Verdict.ALLOWED;
        } else if (result.evalDecision() == PolicyEvaluationDecisionType.IMPLICIT_DENY
                && !result.missingContextValues().isEmpty()) {
            verdict = Verdict.UNKNOWN;
        }
        verdicts.merge(result.evalActionName(), verdict, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    /** A statement names resources of several kinds, of which an action takes one. */
    private static boolean mayBeAllowed(EvaluationResult result) {
        return result.evalDecision() == PolicyEvaluationDecisionType.ALLOWED
                || result.resourceSpecificResults().stream()
                        .anyMatch(one -> one.evalResourceDecision() == PolicyEvaluationDecisionType.ALLOWED);
    }

    private static ContextEntry entry(Condition condition) {
        return ContextEntry.builder()
                .contextKeyName(condition.key())
                .contextKeyType(
                        condition.operator().startsWith("Arn")
                                        || condition.values().size() == 1
                                ? ContextKeyTypeEnum.STRING
                                : ContextKeyTypeEnum.STRING_LIST)
                .contextKeyValues(condition.values())
                .build();
    }

    /** The simulator takes no wildcard within an ARN; what we make has some id there. */
    private static String sample(String arn) {
        return arn.equals("*") ? arn : arn.replace("*", "0");
    }

    /** What EC2 says of its own counts more than what IAM's simulator thinks. */
    private void dryRuns(Set<String> actions) {
        if (actions.contains("ec2:CreateVpc")) {
            dryRun(
                    "ec2:CreateVpc",
                    CreateVpcRequest.builder()
                            .cidrBlock(spec.vpc().cidr())
                            .tagSpecifications(tagged(ResourceType.VPC, "vpc"))
                            .dryRun(true)
                            .build(),
                    Ec2Client::createVpc);
        }
        if (actions.contains("ec2:CreateInternetGateway")) {
            dryRun(
                    "ec2:CreateInternetGateway",
                    CreateInternetGatewayRequest.builder()
                            .tagSpecifications(tagged(ResourceType.INTERNET_GATEWAY, "internet-gateway"))
                            .dryRun(true)
                            .build(),
                    Ec2Client::createInternetGateway);
        }
    }

    private TagSpecification tagged(ResourceType type, String logical) {
        return Tags.specification(type, scope.tags().of(logical));
    }

    private <Q extends AwsRequest, A> void dryRun(String action, Q request, BiFunction<Ec2Client, Q, A> call) {
        try {
            scope.calls().ec2().read(request, call);
        } catch (AccessDeniedException e) {
            verdicts.put(action, Verdict.DENIED);
        } catch (MeshException | CallFailure e) {
            if (!Service.answered(e, WOULD_SUCCEED)) {
                throw e;
            }
            verdicts.put(action, Verdict.ALLOWED);
        }
    }
}
