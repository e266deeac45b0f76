package io.meshprovisioner.error;

/** The world has moved since the plan was made; make a new one and review it. */
public final class PlanOutdatedException extends MeshException {
    private static final long serialVersionUID = 1L;

    public PlanOutdatedException(Failure failure) {
        super(failure);
    }
}
