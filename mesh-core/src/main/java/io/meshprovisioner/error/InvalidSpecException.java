package io.meshprovisioner.error;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What was asked for (the spec, or objects to apply) cannot work as it is: every problem at once, each with its path and
 * advice. Nothing was changed.
 */
public final class InvalidSpecException extends MeshException {
    private static final long serialVersionUID = 1L;

    private final transient List<SpecProblem> problems;

    /** Of a spec. */
    public InvalidSpecException(List<SpecProblem> problems) {
        this("The spec has " + count(problems) + ".", problems);
    }

    private InvalidSpecException(String what, List<SpecProblem> problems) {
        super(Failure.of(
                what, problems.stream().map(problem -> "\n    " + problem).collect(Collectors.joining())));
        this.problems = List.copyOf(problems);
    }

    /** Of objects that were to be applied. */
    public static InvalidSpecException ofObjects(List<SpecProblem> problems) {
        return new InvalidSpecException(
                "The objects to apply have " + count(problems) + "; nothing was sent.", problems);
    }

    private static String count(List<SpecProblem> problems) {
        return problems.size() == 1 ? "a problem" : problems.size() + " problems";
    }

    /** All problems, in the order of what was asked for. */
    public List<SpecProblem> problems() {
        return problems;
    }
}
