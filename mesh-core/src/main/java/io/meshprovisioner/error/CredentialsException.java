package io.meshprovisioner.error;

/** Credentials are missing, expired or not known to the cloud. A repeated run continues where this one ended. */
public final class CredentialsException extends MeshException {
    private static final long serialVersionUID = 1L;

    public CredentialsException(Failure failure) {
        super(failure);
    }
}
