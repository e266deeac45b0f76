package io.meshprovisioner.error;

/** Something could not be deleted; the message names what blocks it and whose it is. */
public final class DeletionBlockedException extends MeshException {
    private static final long serialVersionUID = 1L;

    public DeletionBlockedException(Failure failure) {
        super(failure);
    }
}
