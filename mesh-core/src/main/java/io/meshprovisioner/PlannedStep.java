package io.meshprovisioner;

import io.meshprovisioner.plan.Difference;
import java.util.List;

/**
 * What a plan would do to one resource.
 *
 * @param kind service and type, such as {@code ec2:Vpc}
 * @param name the resource's deterministic name
 * @param title what is asked for, in one line
 * @param action what would be done
 * @param differences what stands and what is asked for, where they differ
 */
public record PlannedStep(String kind, String name, String title, Action action, List<Difference> differences) {
    public PlannedStep {
        differences = List.copyOf(differences);
    }

    /** What would be done. */
    public enum Action {
        /** It is not there and would be made. */
        CREATE,
        /** It differs and would be changed in place. */
        UPDATE,
        /**
         * It differs in what cannot be changed in place; the install is refused, unless it is told to
         * {@linkplain Installing#replace replace} it.
         */
        REPLACE,
        /** It is on its way up already; the install would wait for it. */
        WAIT,
        /** It was asked for once, is not any more, and would be taken away. */
        DELETE,
        /** It is as asked for. */
        NONE
    }
}
