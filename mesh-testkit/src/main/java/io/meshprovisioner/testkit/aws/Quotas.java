package io.meshprovisioner.testkit.aws;

/** Limits of the account in each region; AWS's defaults of a new account, but without a default VPC. */
public record Quotas(
        int vpcs,
        int internetGateways,
        int addresses,
        int natGatewaysPerZone,
        int subnetsPerVpc,
        int routeTablesPerVpc,
        int securityGroupRules,
        int onDemandVcpus,
        int clusters) {

    /** A new account's. */
    public static final Quotas DEFAULT = new Quotas(5, 5, 5, 5, 200, 200, 60, 32, 100);

    /** The same with room for this many VPCs (and internet gateways). */
    public Quotas withVpcs(int count) {
        return new Quotas(
                count,
                count,
                addresses,
                natGatewaysPerZone,
                subnetsPerVpc,
                routeTablesPerVpc,
                securityGroupRules,
                onDemandVcpus,
                clusters);
    }

    /** The same with room for this many Elastic IP addresses. */
    public Quotas withAddresses(int count) {
        return new Quotas(
                vpcs,
                internetGateways,
                count,
                natGatewaysPerZone,
                subnetsPerVpc,
                routeTablesPerVpc,
                securityGroupRules,
                onDemandVcpus,
                clusters);
    }

    /** The same with room for this many vCPUs of on-demand standard instances. */
    public Quotas withOnDemandVcpus(int count) {
        return new Quotas(
                vpcs,
                internetGateways,
                addresses,
                natGatewaysPerZone,
                subnetsPerVpc,
                routeTablesPerVpc,
                securityGroupRules,
                count,
                clusters);
    }
}
