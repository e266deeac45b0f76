package io.meshprovisioner.error;

/** The run was cancelled. A repeated run continues where this one ended. */
public final class RunCancelledException extends MeshException {
    private static final long serialVersionUID = 1L;

    public RunCancelledException(Failure failure) {
        super(failure);
    }
}
