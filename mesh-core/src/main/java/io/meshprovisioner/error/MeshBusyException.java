package io.meshprovisioner.error;

/** Another run works on the same mesh, or took it over from this one. */
public final class MeshBusyException extends MeshException {
    private static final long serialVersionUID = 1L;

    public MeshBusyException(Failure failure) {
        super(failure);
    }
}
