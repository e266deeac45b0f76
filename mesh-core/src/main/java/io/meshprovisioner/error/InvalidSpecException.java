package io.meshprovisioner.error;

import java.util.List;
import java.util.stream.Collectors;

/** The spec cannot work as it is: every problem at once, each with its path and advice. Nothing was changed. */
public final class InvalidSpecException extends MeshException {
    private static final long serialVersionUID = 1L;

    private final transient List<SpecProblem> problems;

    public InvalidSpecException(List<SpecProblem> problems) {
        super(Failure.of(
                problems.size() == 1 ? "The spec has a problem." : "The spec has " + problems.size() + " problems.",
                problems.stream().map(problem -> "\n    " + problem).collect(Collectors.joining())));
        this.problems = List.copyOf(problems);
    }

    /** All problems, in the order of the spec. */
    public List<SpecProblem> problems() {
        return problems;
    }
}
