package io.meshprovisioner.testkit.kube.cel;

/** An expression that cannot be parsed, or whose evaluation fails. */
public final class CelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CelException(String message) {
        super(message, null, false, false);
    }
}
