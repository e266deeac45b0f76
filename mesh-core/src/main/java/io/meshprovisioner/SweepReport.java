package io.meshprovisioner;

import io.meshprovisioner.error.MeshException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What became of the expired meshes of a region, in the order of their names; what has not expired is not among them.
 */
public record SweepReport(String region, List<Swept> meshes) {
    public SweepReport {
        meshes = List.copyOf(meshes);
    }

    /** Whether no expired mesh is left. */
    public boolean nothingLeft() {
        return meshes.stream().allMatch(Removed.class::isInstance);
    }

    @Override
    public String toString() {
        return meshes.isEmpty()
                ? "No mesh in " + region + " has expired."
                : "Expired meshes in " + region + ": "
                        + meshes.stream().map(Swept::toString).collect(Collectors.joining("; "));
    }

    /** One that has expired. */
    public sealed interface Swept permits Removed, StillThere {
        String mesh();

        /** Since when. */
        Instant expired();
    }

    /** It is gone: the last scan found nothing. */
    public record Removed(String mesh, Instant expired, UninstallReport report) implements Swept {
        @Override
        public String toString() {
            return "\"" + mesh + "\" removed";
        }
    }

    /**
     * It is there, or part of it; the next sweep tries again.
     *
     * @param reason why, such as what others hold or that another run is at work on it
     * @param report what was done, where the uninstall came to its end
     * @param failure what ended it before
     */
    public record StillThere(
            String mesh,
            Instant expired,
            String reason,
            Optional<UninstallReport> report,
            Optional<MeshException> failure)
            implements Swept {
        static StillThere because(String mesh, Instant expired, MeshException failure) {
            return new StillThere(mesh, expired, failure.what(), Optional.empty(), Optional.of(failure));
        }

        static StillThere with(Instant expired, UninstallReport report) {
            return new StillThere(
                    report.mesh(),
                    expired,
                    String.join("; ", report.remaining()),
                    Optional.of(report),
                    Optional.empty());
        }

        @Override
        public String toString() {
            return "\"" + mesh + "\" still there: " + reason;
        }
    }
}
