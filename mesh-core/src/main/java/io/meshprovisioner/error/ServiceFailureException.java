package io.meshprovisioner.error;

/** A service answered with an error that no rule of ours explains. */
public final class ServiceFailureException extends MeshException {
    private static final long serialVersionUID = 1L;

    public ServiceFailureException(Failure failure) {
        super(failure);
    }
}
