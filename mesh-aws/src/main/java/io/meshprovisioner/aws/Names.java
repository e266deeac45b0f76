package io.meshprovisioner.aws;

import io.meshprovisioner.plan.ResourceId;

/**
 * The deterministic names of a mesh's resources.
 *
 * @param mesh the mesh's name
 * @param cluster the cluster's: the mesh's, unless somebody else's is adopted
 */
record Names(String mesh, String region, String cluster) {
    private static final int ROLE_LIMIT = 64;
    private static final int HASH = 10;
    private static final int LONGEST_ACCOUNT = 120;

    Names(String mesh, String region) {
        this(mesh, region, mesh);
    }

    /** The same mesh in a cluster of somebody else's. */
    Names in(String adopted) {
        return new Names(mesh, region, adopted);
    }

    /** The name within the mesh, such as {@code mesh/vpc}: the value of the resource tag. */
    String logical(String part) {
        return mesh + "/" + part;
    }

    ResourceId id(String kind, String part) {
        return new ResourceId(kind, logical(part));
    }

    String clusterRole() {
        return global("cluster");
    }

    String nodeRole() {
        return global("node");
    }

    /** Its own: EKS knows machines of node groups and of Auto Mode by access entries, and a role has one. */
    String autoNodeRole() {
        return global("auto-node");
    }

    String fargateRole() {
        return global("fargate");
    }

    /** What the name of each role of pods begins with, so that they are found without a spec. */
    String podRoles() {
        return global("pod", ROLE_LIMIT - 1 - HASH);
    }

    String podRole(String namespace, String serviceAccount) {
        return podRoles() + "-" + Tokens.hash(namespace + "/" + serviceAccount).substring(0, HASH);
    }

    /** The name within the mesh of what is made for a service account; a tag takes 256 characters. */
    String podPart(String namespace, String serviceAccount) {
        String account = namespace + "/" + serviceAccount;
        return "pods-"
                + (account.length() <= LONGEST_ACCOUNT
                        ? account
                        : Tokens.hash(account).substring(0, HASH));
    }

    String user() {
        return global("user");
    }

    String launchTemplate(String nodeGroup) {
        return mesh + "-" + nodeGroup;
    }

    String keyPair() {
        return mesh;
    }

    String logGroup() {
        return "/aws/eks/" + mesh + "/cluster";
    }

    /** IAM knows no regions: the region is part of the name, shortened by a hash where it gets too long. */
    private String global(String part) {
        return global(part, ROLE_LIMIT);
    }

    private String global(String part, int limit) {
        String name = mesh + "-" + region + "-" + part;
        if (name.length() <= limit) {
            return name;
        }
        String tail = "-" + Tokens.hash(name).substring(0, HASH) + "-" + part;
        return mesh.substring(0, Math.min(mesh.length(), limit - tail.length())) + tail;
    }
}
