package io.meshprovisioner.error;

/** A resource did not come up; the reason is the first sign the service gave. */
public final class ResourceFailedException extends MeshException {
    private static final long serialVersionUID = 1L;

    public ResourceFailedException(Failure failure) {
        super(failure);
    }
}
