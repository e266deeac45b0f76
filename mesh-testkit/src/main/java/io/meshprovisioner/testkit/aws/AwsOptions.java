package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a simulated account is like.
 *
 * @param accountId twelve digits
 * @param keys the access keys it knows from the start; the first is the default
 * @param endpoints where the API of each cluster is reached
 * @param eksUnsupportedZones zones by name in which EKS has no room for a control plane (as us-east-1e)
 * @param users IAM users from the beginning, each with the documents of its policies
 * @param verifySignatures whether a wrong signature is refused; an unknown key and a stale date always are
 */
public record AwsOptions(
        String accountId,
        List<AccessKey> keys,
        Durations durations,
        Quotas quotas,
        ClusterEndpoints endpoints,
        Set<String> eksUnsupportedZones,
        boolean verifySignatures,
        Map<String, List<String>> users) {

    /** Account 111122223333 with one administrator. */
    public static final AwsOptions DEFAULT = new AwsOptions(
            "111122223333",
            List.of(AccessKey.of(
                    "AKIASANDBOX000000001",
                    "sandbox-secret-key-not-a-real-one-000001",
                    "arn:aws:iam::111122223333:user/sandbox-admin")),
            Durations.REAL,
            Quotas.DEFAULT,
            AwsOptions::awsLikeEndpoint,
            Set.of("us-east-1e"),
            true,
            Map.of());

    public AwsOptions {
        keys = List.copyOf(keys);
        eksUnsupportedZones = Set.copyOf(eksUnsupportedZones);
        users = Map.copyOf(users);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("An account needs at least one access key: nobody could call it.");
        }
    }

    /** The key that clients use unless told otherwise. */
    public AccessKey defaultKey() {
        return keys.get(0);
    }

    /** The same with one more access key. */
    public AwsOptions withKey(AccessKey key) {
        List<AccessKey> more = new ArrayList<>(keys);
        more.add(key);
        return new AwsOptions(
                accountId, more, durations, quotas, endpoints, eksUnsupportedZones, verifySignatures, users);
    }

    /** The same with other durations. */
    public AwsOptions withDurations(Durations other) {
        return new AwsOptions(accountId, keys, other, quotas, endpoints, eksUnsupportedZones, verifySignatures, users);
    }

    /** The same with other limits. */
    public AwsOptions withQuotas(Quotas other) {
        return new AwsOptions(
                accountId, keys, durations, other, endpoints, eksUnsupportedZones, verifySignatures, users);
    }

    /** The same with the clusters' APIs elsewhere. */
    public AwsOptions withEndpoints(ClusterEndpoints other) {
        return new AwsOptions(accountId, keys, durations, quotas, other, eksUnsupportedZones, verifySignatures, users);
    }

    /** The same with these zones (names) refused by CreateCluster. */
    public AwsOptions withEksUnsupportedZones(Set<String> zones) {
        return new AwsOptions(accountId, keys, durations, quotas, endpoints, zones, verifySignatures, users);
    }

    /**
     * The same, enforcing IAM on a user: who signs with a key of its ARN may do what the policy allows, and nothing
     * else. Everybody whom IAM does not know may do everything.
     *
     * @param policyDocuments each attached to the user; 6144 characters at most, white space not counted
     */
    public AwsOptions withUser(String name, List<String> policyDocuments) {
        Map<String, List<String>> more = new TreeMap<>(users);
        more.put(name, List.copyOf(policyDocuments));
        return new AwsOptions(
                accountId, keys, durations, quotas, endpoints, eksUnsupportedZones, verifySignatures, more);
    }

    /** The same, accepting any signature of a known key. */
    public AwsOptions withoutSignatureCheck() {
        return new AwsOptions(accountId, keys, durations, quotas, endpoints, eksUnsupportedZones, false, users);
    }

    private static ClusterEndpoints.Endpoint awsLikeEndpoint(ClusterKey key) {
        String id = io.meshprovisioner.testkit.world.Hashes.hex("endpoint\n" + key, 32);
        return new ClusterEndpoints.Endpoint(
                "https://" + id.toUpperCase(Locale.ROOT) + ".gr7." + key.region() + ".eks.amazonaws.com",
                Base64.getEncoder().encodeToString("no certificate".getBytes(StandardCharsets.UTF_8)));
    }

    /** Where the Kubernetes API of a cluster is reached. */
    @FunctionalInterface
    public interface ClusterEndpoints {
        Endpoint of(ClusterKey cluster);

        /**
         * As DescribeCluster answers it.
         *
         * @param url of the API server
         * @param certificateAuthority Base64 of the PEM that signs its certificate
         */
        record Endpoint(String url, String certificateAuthority) {}
    }

    /** Names, for messages; no secret. */
    @Override
    public String toString() {
        return "AwsOptions" + Map.of("account", accountId, "keys", keys);
    }
}
