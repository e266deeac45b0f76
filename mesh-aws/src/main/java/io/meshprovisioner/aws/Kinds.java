package io.meshprovisioner.aws;

import java.util.Set;

/** The kinds that an inventory holds, and what must be gone before each: the way out, from the last in to the first. */
final class Kinds {
    static final String CLASSIC_BALANCER = "elasticloadbalancing:ClassicLoadBalancer";
    static final String BALANCER = "elasticloadbalancing:LoadBalancer";
    static final String TARGET_GROUP = "elasticloadbalancing:TargetGroup";
    static final String NODE_GROUP = "eks:Nodegroup";
    static final String FARGATE = "eks:FargateProfile";
    static final String ACCESS = "eks:AccessEntry";
    static final String CLUSTER = "eks:Cluster";
    static final String ADDON = "eks:Addon";
    static final String LOG_GROUP = "logs:LogGroup";
    static final String TEMPLATE = "ec2:LaunchTemplate";
    static final String KEY_PAIR = "ec2:KeyPair";
    static final String NAT_GATEWAY = "ec2:NatGateway";
    static final String ENDPOINT = "ec2:VpcEndpoint";
    static final String ADDRESS = "ec2:Address";
    static final String GATEWAY = "ec2:InternetGateway";
    static final String INTERFACE = "ec2:NetworkInterface";
    static final String SUBNET = "ec2:Subnet";
    static final String ROUTE_TABLE = "ec2:RouteTable";
    static final String GROUP = "ec2:SecurityGroup";
    static final String VPC = "ec2:Vpc";
    static final String VOLUME = "ec2:Volume";
    static final String USER = "iam:User";
    static final String ROLE = "iam:Role";
    static final String OIDC_PROVIDER = "iam:OpenIDConnectProvider";
    static final String POD_IDENTITY = "eks:PodIdentityAssociation";
    static final String NOTE = "ssm:Parameter";

    private Kinds() {}

    static Set<String> before(String kind) {
        return switch (kind) {
            case TARGET_GROUP -> Set.of(BALANCER);
            // Where Kubernetes could not be asked to take them away, it makes them anew as long as it lives.
            case CLASSIC_BALANCER, BALANCER -> Set.of(CLUSTER);
            case CLUSTER -> Set.of(NODE_GROUP, FARGATE);
            case LOG_GROUP -> Set.of(CLUSTER);
            // It tells of the agent that only it needed.
            case POD_IDENTITY -> Set.of(ADDON);
            case TEMPLATE, KEY_PAIR -> Set.of(NODE_GROUP);
            case INTERFACE -> Set.of(CLUSTER, NODE_GROUP);
            case NAT_GATEWAY, ENDPOINT -> Set.of(NODE_GROUP, FARGATE);
            case ADDRESS -> Set.of(NAT_GATEWAY);
            case GATEWAY -> Set.of(ADDRESS, NAT_GATEWAY, NODE_GROUP, FARGATE, CLASSIC_BALANCER, BALANCER);
            case GROUP -> Set.of(CLUSTER, NODE_GROUP, ENDPOINT, CLASSIC_BALANCER, BALANCER, INTERFACE);
            case SUBNET -> Set.of(CLUSTER, NODE_GROUP, NAT_GATEWAY, ENDPOINT, CLASSIC_BALANCER, BALANCER, INTERFACE);
            case ROUTE_TABLE -> Set.of(SUBNET, ENDPOINT);
            case VPC -> Set.of(SUBNET, ROUTE_TABLE, ENDPOINT, GATEWAY, GROUP, CLUSTER);
            case ROLE -> Set.of(CLUSTER, NODE_GROUP);
            // Who may work on the mesh goes when nothing is left to work on.
            case USER -> Set.of(CLUSTER, NODE_GROUP, VPC, ROLE);
            default -> Set.of();
        };
    }
}
