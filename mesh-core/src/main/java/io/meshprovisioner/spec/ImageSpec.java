package io.meshprovisioner.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where images come from, for clusters that pull from a registry of the user's own. Values: each method returns a changed
 * copy.
 *
 * @param hub registry and folder of Istio's images; empty: {@code docker.io/istio}
 * @param tag of Istio's images; empty: the release
 * @param addonHub under which add-ons' images are, by the paths that they have in their own registries: with
 *     {@code registry.example.com/mirror}, {@code quay.io/kiali/kiali:v2.26} is pulled as
 *     {@code registry.example.com/mirror/kiali/kiali:v2.26}; empty: as the release's files say
 * @param pullSecrets names of Secrets of type {@code kubernetes.io/dockerconfigjson} that are in each namespace of the mesh
 *     already. Istio hands these names on to the pods that it injects into: in their namespaces they are the user's matter
 * @param madeSecret whether a pull secret is made, in each namespace that Istio's parts live in, of the provisioner's login
 *     at the registries named here ({@code withRegistryLogin}); default no. Registries of ECR in reach of the nodes' role
 *     need none
 */
public record ImageSpec(
        Optional<String> hub,
        Optional<String> tag,
        Optional<String> addonHub,
        List<String> pullSecrets,
        boolean madeSecret) {
    /** What the pull secret that is made is called. */
    public static final String MADE_SECRET = "mesh-registry";

    public ImageSpec {
        pullSecrets = List.copyOf(pullSecrets);
    }

    /** Istio's own. */
    public static ImageSpec defaults() {
        return new ImageSpec(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), false);
    }

    public ImageSpec hub(String newHub) {
        return new ImageSpec(Optional.of(newHub), tag, addonHub, pullSecrets, madeSecret);
    }

    public ImageSpec tag(String newTag) {
        return new ImageSpec(hub, Optional.of(newTag), addonHub, pullSecrets, madeSecret);
    }

    public ImageSpec addonHub(String newHub) {
        return new ImageSpec(hub, tag, Optional.of(newHub), pullSecrets, madeSecret);
    }

    public ImageSpec pullSecrets(String... names) {
        return new ImageSpec(hub, tag, addonHub, List.of(names), madeSecret);
    }

    /** With a pull secret made of the provisioner's login. */
    public ImageSpec pullLogin() {
        return new ImageSpec(hub, tag, addonHub, pullSecrets, true);
    }

    /** The hosts of the registries that are named here, such as {@code registry.example.com}. */
    public Set<String> registries() {
        Set<String> hosts = new TreeSet<>();
        hub.ifPresent(place -> hosts.add(registry(place)));
        addonHub.ifPresent(place -> hosts.add(registry(place)));
        return hosts;
    }

    /** The registry of an image or a hub: what comes first, where that is a host and not a folder of Docker's own. */
    public static String registry(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? image : image.substring(0, slash);
        return first.contains(".") || (first.contains(":") && slash >= 0) || first.equals("localhost")
                ? first
                : "docker.io";
    }

    /** All that pods name: those that are there, and the one that is made. */
    public List<String> allPullSecrets() {
        return madeSecret
                ? Stream.concat(pullSecrets.stream(), Stream.of(MADE_SECRET))
                        .distinct()
                        .toList()
                : pullSecrets;
    }
}
