package io.meshprovisioner.error;

/** Something stands in the way: it exists and differs, or belongs to somebody else. */
public final class ResourceConflictException extends MeshException {
    private static final long serialVersionUID = 1L;

    public ResourceConflictException(Failure failure) {
        super(failure);
    }
}
