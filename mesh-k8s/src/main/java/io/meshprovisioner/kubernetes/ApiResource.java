package io.meshprovisioner.kubernetes;

import java.util.Optional;

/**
 * Where the objects of a kind live.
 *
 * @param root such as {@code /apis/apps/v1}
 * @param plural such as {@code deployments}
 */
record ApiResource(String root, String plural, boolean namespaced) {

    /** The path of all objects, in one namespace where the kind has namespaces and one is given. */
    String collection(Optional<String> namespace) {
        return root + (namespaced ? namespace.map(name -> "/namespaces/" + name).orElse("") : "") + "/" + plural;
    }

    /** The path of one object. */
    String object(Optional<String> namespace, String name) {
        return collection(Optional.of(namespace.orElse("default"))) + "/" + name;
    }
}
