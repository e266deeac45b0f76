package io.meshprovisioner.error;

/** The caller may not do something this needs; the advice names the missing permission. */
public final class AccessDeniedException extends MeshException {
    private static final long serialVersionUID = 1L;

    public AccessDeniedException(Failure failure) {
        super(failure);
    }
}
