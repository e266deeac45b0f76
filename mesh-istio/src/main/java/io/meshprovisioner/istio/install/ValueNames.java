package io.meshprovisioner.istio.install;

import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.istio.validation.schema.Names;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The names of a chart's values. Helm takes any name and forgets those that no template reads, so a misspelt one changes
 * nothing and nobody is told. Charts do not list all that they read: a name that occurs nowhere in a chart is wrong for sure.
 */
final class ValueNames {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** What charts hand on as it is, to Kubernetes or to Istio, with members that they do not know. */
    private static final Set<String> HANDED_ON =
            Set.of("meshConfig", "resources", "defaultResources", "requests", "limits", "env", "experimental");

    private final Set<String> words = new HashSet<>();
    private final Set<String> maps = new HashSet<>(Set.of("pilot", "global"));

    ValueNames(Collection<Chart> charts) throws IOException {
        for (Chart chart : charts) {
            collectWords(chart);
            collectNames(Yaml.map(chart.text("values.yaml").orElse("{}")));
        }
        maps.removeAll(HANDED_ON);
    }

    private void collectWords(Chart chart) {
        for (String path : chart.files().keySet()) {
            if (path.equals("values.yaml") || path.startsWith("templates/") || path.startsWith("files/")) {
                WORD.matcher(new String(chart.files().get(path), StandardCharsets.UTF_8))
                        .results()
                        .map(MatchResult::group)
                        .forEach(words::add);
            }
        }
    }

    private void collectNames(Map<?, ?> level) {
        level.forEach((name, value) -> {
            words.add(String.valueOf(name));
            if (value instanceof Map<?, ?> members && !members.isEmpty()) {
                maps.add(String.valueOf(name));
                collectNames(members);
            }
        });
    }

    /**
     * Those that no chart knows, by path below {@code istio.values}.
     *
     * @param reader who should read them, at the beginning of a sentence
     */
    List<SpecProblem> unknown(Map<String, Object> values, String reader) {
        List<SpecProblem> problems = new ArrayList<>();
        look(values, "istio.values", reader, problems);
        return problems;
    }

    private void look(Map<?, ?> level, String at, String reader, List<SpecProblem> problems) {
        level.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (!words.contains(name)) {
                String meant = Names.nearest(name, new TreeSet<>(words));
                problems.add(new SpecProblem(
                        at + "." + name,
                        reader + " reads no value \"" + name + "\".",
                        meant.isEmpty()
                                ? "See the chart's values.yaml for those that it reads."
                                : "Did you mean \"" + meant + "\"?"));
            } else if (value instanceof Map<?, ?> members && maps.contains(name)) {
                look(members, at + "." + name, reader, problems);
            }
        });
    }
}
