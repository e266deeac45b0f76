package io.meshprovisioner;

import io.meshprovisioner.PlannedStep.Action;
import io.meshprovisioner.engine.Results;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Observation;
import java.util.ArrayList;
import java.util.List;

/** Reads a survey as a plan. */
final class Plans {
    private Plans() {}

    static Plan of(Results.Surveyed surveyed) {
        List<PlannedStep> steps = new ArrayList<>();
        for (Results.Found found : surveyed.resources()) {
            steps.add(step(found));
        }
        surveyed.obsolete().stream()
                .map(gone ->
                        new PlannedStep(gone.id().kind(), gone.id().name(), gone.title(), Action.DELETE, List.of()))
                .forEach(steps::add);
        return new Plan(surveyed.spec(), steps, surveyed.iamPolicy());
    }

    /** The steps that are not as asked for. */
    static List<PlannedStep> drift(Results.Surveyed surveyed) {
        return of(surveyed).steps().stream()
                .filter(step -> step.action() != Action.NONE)
                .toList();
    }

    private static PlannedStep step(Results.Found found) {
        return new PlannedStep(
                found.resource().id().kind(),
                found.resource().id().name(),
                found.resource().title(),
                action(found),
                found.differences());
    }

    private static Action action(Results.Found found) {
        Observation<?> observation = found.observation().orElse(null);
        if (observation instanceof Observation.Ready<?>) {
            if (found.differences().isEmpty()) {
                return Action.NONE;
            }
            return found.differences().stream().anyMatch(Difference::replaces) ? Action.REPLACE : Action.UPDATE;
        }
        return observation instanceof Observation.Pending<?> ? Action.WAIT : Action.CREATE;
    }

    /** The first thing in which two plans differ, in words. */
    static String firstChange(Plan before, Plan now) {
        if (!before.spec().equals(now.spec())) {
            return "What the spec leaves open would be filled in differently now.";
        }
        for (PlannedStep step : now.steps()) {
            if (!before.steps().contains(step)) {
                return step.title() + " would be: " + step.action() + " " + step.differences();
            }
        }
        return "Some resources of the plan are not part of it any more.";
    }
}
