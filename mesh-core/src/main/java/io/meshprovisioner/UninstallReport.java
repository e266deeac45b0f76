package io.meshprovisioner;

import io.meshprovisioner.event.Timeline;
import java.util.List;

/**
 * What an uninstall did.
 *
 * @param removed what was deleted, in the order in which it went
 * @param remaining what a last scan over all services still found of the mesh; empty when nothing is left
 */
public record UninstallReport(String mesh, List<String> removed, List<String> remaining, Timeline timeline) {
    public UninstallReport {
        removed = List.copyOf(removed);
        remaining = List.copyOf(remaining);
    }

    /** Whether the last scan found nothing. */
    public boolean nothingLeft() {
        return remaining.isEmpty();
    }

    @Override
    public String toString() {
        return "Mesh \"" + mesh + "\": " + removed.size() + " resources deleted; the final scan found "
                + (remaining.isEmpty() ? "nothing left." : "still there: " + String.join(", ", remaining));
    }
}
