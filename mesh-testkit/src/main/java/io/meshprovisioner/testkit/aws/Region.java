package io.meshprovisioner.testkit.aws;

/** The state of one region of the account, a table per kind of resource. */
final class Region {
    final String name;
    final Table<Card> cards;
    final Table<Tokens.Use> tokens;
    final Table<Vpc> vpcs;
    final Table<Subnet> subnets;
    final Table<InternetGateway> internetGateways;
    final Table<RouteTable> routeTables;
    final Table<Address> addresses;
    final Table<NatGateway> natGateways;
    final Table<VpcEndpoint> vpcEndpoints;
    final Table<SecurityGroup> securityGroups;
    final Table<KeyPair> keyPairs;
    final Table<LaunchTemplate> launchTemplates;
    final Table<Interface> interfaces;
    final Table<Instance> instances;
    final Table<Volume> volumes;
    final Table<Cluster> clusters;
    final Table<Nodegroup> nodegroups;
    final Table<FargateProfile> fargateProfiles;
    final Table<Addon> addons;
    final Table<AccessEntry> accessEntries;
    final Table<EksUpdate> updates;
    final Table<PodIdentityAssociation> podIdentities;
    final Table<Balancer> balancers;
    final Table<Parameter> parameters;
    final Table<LogGroup> logGroups;
    final Table<ResourceFate> fates;

    Region(String name) {
        this.name = name;
        this.cards = new Table<>();
        this.tokens = new Table<>();
        this.vpcs = new Table<>();
        this.subnets = new Table<>();
        this.internetGateways = new Table<>();
        this.routeTables = new Table<>();
        this.addresses = new Table<>();
        this.natGateways = new Table<>();
        this.vpcEndpoints = new Table<>();
        this.securityGroups = new Table<>();
        this.keyPairs = new Table<>();
        this.launchTemplates = new Table<>();
        this.interfaces = new Table<>();
        this.instances = new Table<>();
        this.volumes = new Table<>();
        this.clusters = new Table<>();
        this.nodegroups = new Table<>();
        this.fargateProfiles = new Table<>();
        this.addons = new Table<>();
        this.accessEntries = new Table<>();
        this.updates = new Table<>();
        this.podIdentities = new Table<>();
        this.balancers = new Table<>();
        this.parameters = new Table<>();
        this.logGroups = new Table<>();
        this.fates = new Table<>();
    }

    private Region(Region other) {
        this.name = other.name;
        this.cards = other.cards.copy();
        this.tokens = other.tokens.copy();
        this.vpcs = other.vpcs.copy();
        this.subnets = other.subnets.copy();
        this.internetGateways = other.internetGateways.copy();
        this.routeTables = other.routeTables.copy();
        this.addresses = other.addresses.copy();
        this.natGateways = other.natGateways.copy();
        this.vpcEndpoints = other.vpcEndpoints.copy();
        this.securityGroups = other.securityGroups.copy();
        this.keyPairs = other.keyPairs.copy();
        this.launchTemplates = other.launchTemplates.copy();
        this.interfaces = other.interfaces.copy();
        this.instances = other.instances.copy();
        this.volumes = other.volumes.copy();
        this.clusters = other.clusters.copy();
        this.nodegroups = other.nodegroups.copy();
        this.fargateProfiles = other.fargateProfiles.copy();
        this.addons = other.addons.copy();
        this.accessEntries = other.accessEntries.copy();
        this.updates = other.updates.copy();
        this.podIdentities = other.podIdentities.copy();
        this.balancers = other.balancers.copy();
        this.parameters = other.parameters.copy();
        this.logGroups = other.logGroups.copy();
        this.fates = other.fates.copy();
    }

    Region copy() {
        return new Region(this);
    }
}
