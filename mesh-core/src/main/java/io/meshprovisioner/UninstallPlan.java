package io.meshprovisioner;

import java.util.List;

/**
 * What an uninstall would do, seen without changing anything.
 *
 * @param removals what would be deleted, each in one line
 * @param kept what would stay, and why
 * @param configuration the users' own objects that would go with Istio's kinds or with the cluster
 * @param stillInjected workloads that keep a proxy until they are made anew
 * @param notes what could not be seen, such as a cluster that does not let us in any more
 */
public record UninstallPlan(
        String mesh,
        List<String> removals,
        List<String> kept,
        List<String> configuration,
        List<String> stillInjected,
        List<String> notes) {
    public UninstallPlan {
        removals = List.copyOf(removals);
        kept = List.copyOf(kept);
        configuration = List.copyOf(configuration);
        stillInjected = List.copyOf(stillInjected);
        notes = List.copyOf(notes);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Uninstall of mesh \"" + mesh + "\": " + removals.size() + " deletions");
        part(text, "Not seen", notes);
        part(text, "Users' configuration that would go", configuration);
        part(text, "Would stay", kept);
        part(text, "Keep a proxy until they are made anew", stillInjected);
        part(text, "Would be deleted", removals);
        return text.toString();
    }

    private static void part(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append(System.lineSeparator()).append("  ").append(title).append(':');
            lines.forEach(
                    line -> text.append(System.lineSeparator()).append("    ").append(line));
        }
    }
}
