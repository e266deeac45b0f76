package io.meshprovisioner.testkit.kernel;

/** Sees each call of a run at its two decisive moments; may kill the run there. Called under the kernel's lock. */
public interface CallObserver {

    /** Before its effect; answering false kills the run: the call is dropped without effect. */
    default boolean beforeEffect(int index, Exchange exchange) {
        return true;
    }

    /** After its effect; answering false kills the run: the answer is lost. */
    default boolean afterEffect(int index, Exchange exchange) {
        return true;
    }

    /** Lets everything pass. */
    CallObserver NONE = new CallObserver() {};
}
