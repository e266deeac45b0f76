package io.meshprovisioner.aws;

import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import io.meshprovisioner.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.DeleteInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVpcRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DetachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressRequest;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** The end of everything in EC2. */
final class NetworkDeletion {
    private static final String DEPENDENCY = "DependencyViolation";
    private static final Pace NAT = new Pace(Duration.ofSeconds(60), Duration.ofSeconds(20));

    private final Scope scope;
    private final AwsCalls calls;
    private final Service<Ec2Client> ec2;
    private final String mesh;
    private final List<String> vpcs;
    private final List<SecurityGroup> groups;
    private final Strangers strangers;

    /**
     * @param vpcs ours
     * @param groups ours, also in VPCs that are not
     */
    NetworkDeletion(Scope scope, List<String> vpcs, List<SecurityGroup> groups, Strangers strangers) {
        this.scope = scope;
        this.calls = scope.calls();
        this.ec2 = calls.ec2();
        this.mesh = scope.names().mesh();
        this.vpcs = vpcs;
        this.groups = groups;
        this.strangers = strangers;
    }

    List<Removal> removals() {
        List<Removal> result = new ArrayList<>();
        Look.TEMPLATES.ofMesh(calls, mesh).forEach(one -> result.add(template(one)));
        Look.KEY_PAIRS.ofMesh(calls, mesh).forEach(one -> result.add(keyPair(one)));
        Look.NAT_GATEWAYS.ofMesh(calls, mesh).stream()
                .filter(one -> one.state() != NatGatewayState.DELETED)
                .forEach(one -> result.add(natGateway(one.natGatewayId())));
        Endpoints endpoints = new Endpoints(scope);
        endpoints.standing().forEach(one -> result.add(endpoints.removal(one)));
        Look.ADDRESSES.ofMesh(calls, mesh).forEach(one -> result.add(address(one)));
        leaked().forEach(one -> result.add(networkInterface(one)));
        Look.GATEWAYS.ofMesh(calls, mesh).forEach(one -> result.add(gateway(one)));
        Look.SUBNETS.ofMesh(calls, mesh).forEach(one -> result.add(subnet(one)));
        Look.ROUTE_TABLES.ofMesh(calls, mesh).forEach(one -> result.add(routeTable(one)));
        groups.forEach(one -> result.add(group(one)));
        vpcs.forEach(one -> result.add(vpc(one)));
        return result;
    }

    /** What nodes left behind, also in VPCs that are not ours and hold nothing else of ours any more. */
    private Collection<NetworkInterface> leaked() {
        Map<String, NetworkInterface> leaked = new TreeMap<>();
        strangers.leaked().forEach(one -> leaked.put(one.networkInterfaceId(), one));
        Strangers.leftByNodes(scope).forEach(one -> leaked.put(one.networkInterfaceId(), one));
        return leaked.values();
    }

    AwsRemoval template(LaunchTemplate found) {
        return AwsRemoval.of(
                Kinds.TEMPLATE,
                found.launchTemplateName(),
                step -> once(() -> ec2.changeIfThere(
                        step.permit(),
                        DeleteLaunchTemplateRequest.builder()
                                .launchTemplateId(found.launchTemplateId())
                                .build(),
                        Ec2Client::deleteLaunchTemplate)));
    }

    private AwsRemoval keyPair(KeyPairInfo found) {
        return AwsRemoval.of(
                Kinds.KEY_PAIR,
                found.keyName(),
                step -> once(() -> ec2.changeIfThere(
                        step.permit(),
                        DeleteKeyPairRequest.builder()
                                .keyPairId(found.keyPairId())
                                .build(),
                        Ec2Client::deleteKeyPair)));
    }

    AwsRemoval natGateway(String id) {
        return AwsRemoval.of(Kinds.NAT_GATEWAY, id, step -> removeNat(step, id)).paced(NAT);
    }

    private Removed removeNat(Step step, String id) {
        Optional<NatGateway> now = ec2.find(
                        DescribeNatGatewaysRequest.builder().natGatewayIds(id).build(), Ec2Client::describeNatGateways)
                .flatMap(answer -> answer.natGateways().stream().findFirst())
                .filter(found -> found.state() != NatGatewayState.DELETED);
        if (now.isEmpty()) {
            return new Removed.Gone();
        }
        if (now.get().state() != NatGatewayState.DELETING) {
            ec2.changeIfThere(
                    step.permit(),
                    DeleteNatGatewayRequest.builder().natGatewayId(id).build(),
                    Ec2Client::deleteNatGateway);
        }
        return new Removed.Going("deleting");
    }

    AwsRemoval address(Address found) {
        return AwsRemoval.of(
                        Kinds.ADDRESS,
                        found.allocationId(),
                        step -> unlessBusy("InvalidIPAddress.InUse", () -> {
                            ec2.changeIfThere(
                                    step.permit(),
                                    ReleaseAddressRequest.builder()
                                            .allocationId(found.allocationId())
                                            .build(),
                                    Ec2Client::releaseAddress);
                            return new Removed.Gone();
                        }))
                .titled("Elastic IP address " + found.publicIp() + " (" + found.allocationId() + ")");
    }

    AwsRemoval networkInterface(NetworkInterface found) {
        return AwsRemoval.of(Kinds.INTERFACE, found.networkInterfaceId(), step -> {
            deleteInterface(step, found.networkInterfaceId());
            return new Removed.Gone();
        });
    }

    private void deleteInterface(Step step, String id) {
        ec2.changeIfThere(
                step.permit(),
                DeleteNetworkInterfaceRequest.builder().networkInterfaceId(id).build(),
                Ec2Client::deleteNetworkInterface);
    }

    AwsRemoval gateway(InternetGateway found) {
        Set<String> at = found.attachments().stream()
                .map(attachment -> String.valueOf(attachment.vpcId()))
                .collect(Collectors.toCollection(HashSet::new));
        List<String> holders = strangers.where(one -> at.contains(one.vpcId()));
        return AwsRemoval.of(Kinds.GATEWAY, found.internetGatewayId(), step -> {
                    for (String vpc : at) {
                        Optional<Removed> blocked = detach(step, found.internetGatewayId(), vpc);
                        if (blocked.isPresent()) {
                            return blocked.get();
                        }
                    }
                    return once(() -> ec2.changeIfThere(
                            step.permit(),
                            DeleteInternetGatewayRequest.builder()
                                    .internetGatewayId(found.internetGatewayId())
                                    .build(),
                            Ec2Client::deleteInternetGateway));
                })
                .heldBy(holders);
    }

    private Optional<Removed> detach(Step step, String gateway, String vpc) {
        try {
            ec2.changeIfThere(
                    step.permit(),
                    DetachInternetGatewayRequest.builder()
                            .internetGatewayId(gateway)
                            .vpcId(vpc)
                            .build(),
                    Ec2Client::detachInternetGateway);
            return Optional.empty();
        } catch (RuntimeException e) {
            if (Service.answered(e, DEPENDENCY)) {
                return Optional.of(whoHolds(step, "vpc-id", vpc));
            }
            if (Service.answered(e, "Gateway.NotAttached")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    AwsRemoval subnet(Subnet found) {
        String id = found.subnetId();
        return AwsRemoval.of(
                        Kinds.SUBNET,
                        id,
                        step -> unlessHeld(
                                step,
                                "subnet-id",
                                id,
                                () -> ec2.changeIfThere(
                                        step.permit(),
                                        DeleteSubnetRequest.builder()
                                                .subnetId(id)
                                                .build(),
                                        Ec2Client::deleteSubnet)))
                .titled("subnet " + found.cidrBlock() + " (" + id + ")")
                .heldBy(strangers.inSubnets(Set.of(id)));
    }

    AwsRemoval routeTable(RouteTable found) {
        String id = found.routeTableId();
        Set<String> subnets = found.associations().stream()
                .map(association -> String.valueOf(association.subnetId()))
                .collect(Collectors.toSet());
        return AwsRemoval.of(
                        Kinds.ROUTE_TABLE,
                        id,
                        step -> unlessBusy(
                                DEPENDENCY,
                                () -> once(() -> ec2.changeIfThere(
                                        step.permit(),
                                        DeleteRouteTableRequest.builder()
                                                .routeTableId(id)
                                                .build(),
                                        Ec2Client::deleteRouteTable))))
                .heldBy(strangers.inSubnets(subnets));
    }

    AwsRemoval group(SecurityGroup found) {
        String id = found.groupId();
        return AwsRemoval.of(
                        Kinds.GROUP,
                        id,
                        step -> unlessHeld(
                                step,
                                "group-id",
                                id,
                                () -> ec2.changeIfThere(
                                        step.permit(),
                                        DeleteSecurityGroupRequest.builder()
                                                .groupId(id)
                                                .build(),
                                        Ec2Client::deleteSecurityGroup)))
                .titled("security group " + found.groupName() + " (" + id + ")")
                .heldBy(strangers.inGroup(id));
    }

    AwsRemoval vpc(String id) {
        return AwsRemoval.of(
                        Kinds.VPC,
                        id,
                        step -> unlessHeld(
                                step,
                                "vpc-id",
                                id,
                                () -> ec2.changeIfThere(
                                        step.permit(),
                                        DeleteVpcRequest.builder().vpcId(id).build(),
                                        Ec2Client::deleteVpc)))
                .heldBy(strangers.inVpc(id));
    }

    /** One call, after which it is gone, whether it was there or not. */
    private static Removed once(Runnable deletion) {
        deletion.run();
        return new Removed.Gone();
    }

    private static Removed unlessBusy(String code, Attempt<Removed> attempt) {
        try {
            return attempt.run();
        } catch (CallFailure e) {
            if (Service.answered(e, code)) {
                return new Removed.Going("still in use: " + e.error().message());
            }
            throw e;
        }
    }

    /** Deletes; where something is still in it, says what and whose, and throws away what our nodes left behind. */
    private Removed unlessHeld(Step step, String filter, String id, Attempt<Optional<?>> attempt) {
        try {
            attempt.run();
            return new Removed.Gone();
        } catch (CallFailure e) {
            if (Service.answered(e, DEPENDENCY)) {
                return whoHolds(step, filter, id);
            }
            throw e;
        }
    }

    private Removed whoHolds(Step step, String filter, String id) {
        Set<String> places = new TreeSet<>(vpcs);
        groups.forEach(group -> places.add(group.vpcId()));
        Strangers now = Strangers.in(scope, List.copyOf(places), vpcs, new BalancerDeletion(scope).names(), groups);
        List<NetworkInterface> inside = Look.INTERFACES.by(calls, Look.filter(filter, id));
        Set<String> ids =
                inside.stream().map(NetworkInterface::networkInterfaceId).collect(Collectors.toSet());
        List<String> foreign = now.where(one -> ids.contains(one.networkInterfaceId()));
        if (!foreign.isEmpty()) {
            return new Removed.Blocked(foreign);
        }
        now.leaked().stream()
                .map(NetworkInterface::networkInterfaceId)
                .filter(ids::contains)
                .forEach(one -> deleteInterface(step, one));
        return new Removed.Going(
                inside.isEmpty()
                        ? "still in use"
                        : "waits for "
                                + inside.stream().map(Strangers::describe).collect(Collectors.joining(", ")));
    }

    @FunctionalInterface
    private interface Attempt<R> {
        R run();
    }
}
