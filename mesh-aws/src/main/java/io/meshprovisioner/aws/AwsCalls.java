package io.meshprovisioner.aws;

import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.time.Time;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.pricing.PricingClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The only place from which AWS is called. Clients are made when first used: loading EC2's classes takes time. */
final class AwsCalls implements AutoCloseable {
    private final Clients clients;
    private final Service<Ec2Client> ec2;
    private final Service<EksClient> eks;
    private final Service<IamClient> iam;
    private final Service<StsClient> sts;
    private final Service<SsmClient> ssm;
    private final Service<ElasticLoadBalancingClient> classicBalancers;
    private final Service<ElasticLoadBalancingV2Client> balancers;
    private final Service<CloudWatchLogsClient> logs;
    private final Service<PricingClient> pricing;

    AwsCalls(Clients clients, Time time, ApiCall.Recorder recorder) {
        this.clients = clients;
        ErrorTable errors = new ErrorTable(this);
        this.ec2 = service("ec2", c -> c.build(Ec2Client.builder()), errors, time, recorder);
        this.eks = service("eks", c -> c.build(EksClient.builder()), errors, time, recorder);
        this.iam = service("iam", c -> c.build(IamClient.builder()), errors, time, recorder);
        this.sts = service("sts", c -> c.build(StsClient.builder()), errors, time, recorder);
        this.ssm = service("ssm", c -> c.build(SsmClient.builder()), errors, time, recorder);
        this.classicBalancers = service(
                "elasticloadbalancing", c -> c.build(ElasticLoadBalancingClient.builder()), errors, time, recorder);
        this.balancers = service(
                "elasticloadbalancingv2", c -> c.build(ElasticLoadBalancingV2Client.builder()), errors, time, recorder);
        this.logs = service("logs", c -> c.build(CloudWatchLogsClient.builder()), errors, time, recorder);
        this.pricing = service(
                "pricing", c -> c.build(PricingClient.builder(), priceRegion().orElseThrow()), errors, time, recorder);
    }

    private <C extends AutoCloseable> Service<C> service(
            String name, Function<Clients, C> maker, ErrorTable errors, Time time, ApiCall.Recorder recorder) {
        return new Service<>(name, new Lazy<>(() -> maker.apply(clients)), errors, time, recorder);
    }

    Clients clients() {
        return clients;
    }

    Service<Ec2Client> ec2() {
        return ec2;
    }

    Service<EksClient> eks() {
        return eks;
    }

    Service<IamClient> iam() {
        return iam;
    }

    Service<StsClient> sts() {
        return sts;
    }

    Service<SsmClient> ssm() {
        return ssm;
    }

    /** Elastic Load Balancing's first API: classic load balancers. */
    Service<ElasticLoadBalancingClient> classicBalancers() {
        return classicBalancers;
    }

    /** Elastic Load Balancing's second API: network and application load balancers. */
    Service<ElasticLoadBalancingV2Client> balancers() {
        return balancers;
    }

    Service<CloudWatchLogsClient> logs() {
        return logs;
    }

    /** AWS's list of prices, which one region of a partition has for all of them. */
    Service<PricingClient> pricing() {
        return pricing;
    }

    /** Whether the partition has one; AWS GovCloud has none. */
    boolean hasPriceList() {
        return priceRegion().isPresent();
    }

    /** Source: AWS General Reference, "AWS Price List Query API endpoints". */
    private Optional<Region> priceRegion() {
        return switch (clients.region().metadata().partition().id()) {
            case "aws" -> Optional.of(Region.US_EAST_1);
            case "aws-cn" -> Optional.of(Region.CN_NORTHWEST_1);
            default -> Optional.empty();
        };
    }

    @Override
    public void close() {
        java.util.List.of(ec2, eks, iam, sts, ssm, classicBalancers, balancers, logs, pricing)
                .forEach(Service::close);
        clients.close();
    }

    /** A client that is made when first used. */
    static final class Lazy<C extends AutoCloseable> {
        private final java.util.function.Supplier<C> maker;
        private @Nullable C client;

        Lazy(java.util.function.Supplier<C> maker) {
            this.maker = maker;
        }

        synchronized C get() {
            if (client == null) {
                client = maker.get();
            }
            return client;
        }

        synchronized @Nullable C made() {
            return client;
        }
    }
}
