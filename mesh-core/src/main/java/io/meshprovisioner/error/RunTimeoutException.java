package io.meshprovisioner.error;

/** The run's deadline passed. A repeated run continues where this one ended. */
public final class RunTimeoutException extends MeshException {
    private static final long serialVersionUID = 1L;

    public RunTimeoutException(Failure failure) {
        super(failure);
    }
}
