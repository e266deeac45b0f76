package io.meshprovisioner.aws;

import io.meshprovisioner.plan.ResourceId;

/**
 * The deterministic names of a mesh's resources.
 *
 * @param mesh the mesh's name, which is its cluster's, too
 */
record Names(String mesh, String region) {
    private static final int ROLE_LIMIT = 64;

    /** The name within the mesh, such as {@code mesh/vpc}: the value of the resource tag. */
    String logical(String part) {
        return mesh + "/" + part;
    }

    ResourceId id(String kind, String part) {
        return new ResourceId(kind, logical(part));
    }

    String cluster() {
        return mesh;
    }

    String clusterRole() {
        return global("cluster");
    }

    String nodeRole() {
        return global("node");
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
        String name = mesh + "-" + region + "-" + part;
        if (name.length() <= ROLE_LIMIT) {
            return name;
        }
        String tail = "-" + Tokens.hash(name).substring(0, 10) + "-" + part;
        return mesh.substring(0, Math.min(mesh.length(), ROLE_LIMIT - tail.length())) + tail;
    }
}
