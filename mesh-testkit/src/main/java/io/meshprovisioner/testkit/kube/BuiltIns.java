package io.meshprovisioner.testkit.kube;

import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.SchemaRules;
import io.meshprovisioner.testkit.kube.schema.TypeTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The built-in resources of a Kubernetes minor, read from the table {@code kubernetes-resources.txt}. */
final class BuiltIns {
    private BuiltIns() {}

    /** What Kubernetes 1.{@code minor} serves. */
    static List<ResourceType> of(int minor) {
        List<ResourceType> result = new ArrayList<>();
        String file = "/io/meshprovisioner/testkit/kube/kubernetes-resources.txt";
        try (InputStream in = Objects.requireNonNull(BuiltIns.class.getResourceAsStream(file), file);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#") && !line.isBlank()) {
                    row(line.split(" +"), minor).ifPresent(result::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(result);
    }

    private static Optional<ResourceType> row(String[] words, int minor) {
        String group = words[0].equals("core") ? "" : words[0];
        String[] names = words[2].split("=");
        String kind = words[3];
        List<String> served = new ArrayList<>();
        for (String version : words[1].split(",")) {
            if (serves(version, minor)) {
                served.add(version.split(":")[0]);
            }
        }
        if (served.isEmpty()) {
            return Optional.empty();
        }
        String stored = words[1].split(",")[0].split(":")[0];
        String own = group.isEmpty() ? names[0] : names[0] + "." + group;
        String storage = names.length > 1 ? names[1] : own;
        String storedAs = Trees.apiVersion(group, stored);
        if (names.length > 1) {
            storedAs = storage.equals("events") ? "v1" : "networking.k8s.io/v1";
        }
        String home = storedAs;
        return Optional.of(new ResourceType(
                group,
                served,
                names[0],
                kind.toLowerCase(Locale.ROOT),
                kind,
                words[4].equals("N"),
                list(words[5]),
                Set.copyOf(list(words[6])),
                list(words[7]),
                words[8].equals("*") ? Set.copyOf(ResourceType.ALL_VERBS) : Set.copyOf(list(words[8])),
                storage,
                storedAs,
                version -> TypeTable.builtIn()
                        .find(typesOf(group) + "." + version + "." + kind)
                        .or(() -> TypeTable.builtIn()
                                .find(typesOf(Trees.group(home)) + "." + Trees.version(home) + "." + kind))
                        .orElseThrow(),
                version -> new SchemaRules(Trees.object()),
                Optional.empty()));
    }

    /** The package of a group's types in the table. */
    static String typesOf(String group) {
        return group.isEmpty() ? "core" : group.split("\\.")[0];
    }

    private static boolean serves(String version, int minor) {
        int colon = version.indexOf(':');
        if (colon < 0) {
            return true;
        }
        String[] bounds = version.substring(colon + 1).split("-", -1);
        return (bounds[0].isEmpty() || minor >= Integer.parseInt(bounds[0]))
                && (bounds[1].isEmpty() || minor <= Integer.parseInt(bounds[1]));
    }

    private static List<String> list(String word) {
        return word.equals("-") ? List.of() : List.of(word.split(","));
    }
}
