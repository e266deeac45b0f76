package io.meshprovisioner;

import io.meshprovisioner.event.Timeline;
import java.util.List;

/**
 * What an uninstall did.
 *
 * @param removed what was deleted, in the order in which it went
 * @param remaining what a last scan over all services still found of the mesh, each with what holds it; empty when
 *     nothing is left
 * @param userData what holds the user's data, such as volumes, and was left: it costs money until its owner deletes it
 * @param notes what went another way than usual, such as a cluster that did not let us in any more
 */
public record UninstallReport(
        String mesh,
        List<String> removed,
        List<String> remaining,
        List<String> userData,
        List<String> notes,
        Timeline timeline) {
    public UninstallReport {
        removed = List.copyOf(removed);
        remaining = List.copyOf(remaining);
        userData = List.copyOf(userData);
        notes = List.copyOf(notes);
    }

    /** Whether the last scan found nothing. */
    public boolean nothingLeft() {
        return remaining.isEmpty();
    }

    @Override
    public String toString() {
        return "Mesh \"" + mesh + "\": " + removed.size() + " resources deleted; the final scan found "
                + (remaining.isEmpty() ? "nothing left." : "still there: " + String.join("; ", remaining))
                + (userData.isEmpty() ? "" : " With the user's data: " + String.join("; ", userData))
                + (notes.isEmpty() ? "" : " " + String.join(" ", notes));
    }
}
