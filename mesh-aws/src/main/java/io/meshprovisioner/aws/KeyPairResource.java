package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.KeyName;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.KeyPairSpec;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsRequest;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/**
 * The key pair for SSH to the nodes. It is made here and its public half imported: a private key that EC2 made would be
 * lost with the answer that carries it.
 */
final class KeyPairResource extends AwsResource<KeyName> {
    private final KeyFile file;
    private final String name;

    KeyPairResource(Scope scope, KeyPairSpec spec, Path file) {
        super(
                scope,
                "ec2:KeyPair",
                "key-pair",
                "key pair " + spec.name().orElse(scope.names().keyPair()) + ", private key in " + file,
                "G1.2");
        this.name = spec.name().orElse(scope.names().keyPair());
        this.file = new KeyFile(file);
    }

    @Override
    public Observation<KeyName> observe(Step step) {
        return ec2().find(
                        DescribeKeyPairsRequest.builder()
                                .filters(Look.filter("key-name", name))
                                .includePublicKey(true)
                                .build(),
                        Ec2Client::describeKeyPairs)
                .flatMap(answer -> answer.keyPairs().stream().findFirst())
                .map(this::judge)
                .orElseGet(Observation::absent);
    }

    private Observation<KeyName> judge(KeyPairInfo found) {
        boolean ours = scope.tags().ours(Tags.map(found.tags()));
        Optional<String> local = file.publicKeyIfThere();
        boolean mayBeOurs = local.map(key -> found.publicKey() == null || KeyFile.sameKey(key, found.publicKey()))
                .orElse(ours);
        if (!mayBeOurs) {
            throw new ResourceConflictException(Failure.of(
                            "EC2 has a key pair named " + name + " that is not the one in " + file + ".",
                            "Name another key pair or file, hand in the private key file that belongs to it, or delete"
                                    + " the key pair in EC2.")
                    .at(id())
                    .because(
                            local.isPresent()
                                    ? "The public halves differ."
                                    : "It is not ours and the private key file is not there."));
        }
        return ours
                ? Observation.ready(new KeyName(name))
                : new Observation.Ready<>(new KeyName(name), java.util.List.of(), true);
    }

    @Override
    public Observation<KeyName> create(Step step) {
        String publicKey = file.publicKey();
        ec2().change(
                        step.permit(),
                        ImportKeyPairRequest.builder()
                                .keyName(name)
                                .publicKeyMaterial(SdkBytes.fromUtf8String(publicKey))
                                .tagSpecifications(Tags.specification(
                                        ResourceType.KEY_PAIR, scope.tags().of(logical())))
                                .build(),
                        Ec2Client::importKeyPair);
        return Observation.ready(new KeyName(name));
    }

    @Override
    public Set<String> actions() {
        return Set.of("ec2:ImportKeyPair", "ec2:DescribeKeyPairs", "ec2:DeleteKeyPair");
    }
}
