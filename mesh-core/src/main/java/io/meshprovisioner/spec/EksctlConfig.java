package io.meshprovisioner.spec;

import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.SpecProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a file of eksctl (a ClusterConfig, {@code eksctl.io/v1alpha5}) asks for, as a mesh's spec, and what of the file the
 * spec does not say. What the file leaves out is as eksctl would make it: 192.168.0.0/16 in three zones with one NAT gateway,
 * a public endpoint, and of each managed node group two m5.large with 80 GiB.
 *
 * <pre>{@code
 * EksctlConfig file = EksctlConfig.read(Path.of("cluster.yaml"));
 * file.notCarriedOver().forEach(System.out::println);
 * Mesh mesh = MeshProvisioner.of(file.spec()).withIstio("1.30.3").install();
 * }</pre>
 *
 * @param spec not checked yet: {@link SpecCheck} says what is wrong with it
 * @param notCarriedOver everything that the file says and the spec does not, in the order in which it was found
 */
public record EksctlConfig(MeshSpec spec, List<NotCarriedOver> notCarriedOver) {
    public EksctlConfig {
        notCarriedOver = List.copyOf(notCarriedOver);
    }

    /**
     * Something of the file that the spec does not say.
     *
     * @param path as in the file, such as {@code managedNodeGroups[general].volumeIOPS}
     * @param reason and, where there is one, another way
     */
    public record NotCarriedOver(String path, String reason) {
        @Override
        public String toString() {
            return path + ": " + reason;
        }
    }

    /**
     * Reads a file.
     *
     * @throws IOException when it cannot be read
     * @throws InvalidSpecException when it is no ClusterConfig, or says neither name nor region
     */
    public static EksctlConfig read(Path file) throws IOException {
        return read(Files.readString(file));
    }

    /** The same from a text, YAML or JSON. */
    public static EksctlConfig read(String yamlOrJson) {
        if (!(Documents.parse(yamlOrJson) instanceof Tree.Fields document)) {
            throw refused("", "It is not a mapping.");
        }
        List<NotCarriedOver> left = new ArrayList<>();
        EksctlFields file = new EksctlFields("", document.fields(), left);
        String version = file.text("apiVersion").orElse("");
        String kind = file.text("kind").orElse("");
        if (!version.equals("eksctl.io/v1alpha5") || !kind.equals("ClusterConfig")) {
            throw refused(
                    "kind",
                    "It is \"" + Problems.shown(kind) + "\" of \"" + Problems.shown(version)
                            + "\", not a ClusterConfig of eksctl.io/v1alpha5.");
        }
        EksctlFields metadata = file.nested("metadata");
        List<SpecProblem> problems = new ArrayList<>();
        for (String needed : List.of("name", "region")) {
            if (!metadata.has(needed)) {
                problems.add(new SpecProblem(
                        "metadata." + needed, "It is missing.", "Write it into the file, as eksctl needs it, too."));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(problems);
        }
        MeshSpec spec = new EksctlReader(file, metadata).read();
        file.end();
        return new EksctlConfig(spec, left);
    }

    private static InvalidSpecException refused(String path, String message) {
        return new InvalidSpecException(
                List.of(new SpecProblem(path, message, "Name the file that you hand to eksctl create cluster -f.")));
    }

    @Override
    public String toString() {
        return "EksctlConfig of " + spec.name() + " in " + spec.region()
                + (notCarriedOver.isEmpty()
                        ? ""
                        : ", without "
                                + notCarriedOver.stream()
                                        .map(NotCarriedOver::path)
                                        .collect(Collectors.joining(", ")));
    }
}
