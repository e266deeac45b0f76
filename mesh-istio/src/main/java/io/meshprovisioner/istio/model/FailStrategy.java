package io.meshprovisioner.istio.model;

/** What happens when code cannot be loaded or fails. Since 1.19. */
public enum FailStrategy {
    /** Requests are refused (503). */
    FAIL_CLOSE,

    /** Requests pass without it. */
    FAIL_OPEN,

    /** The code is loaded anew for the next request. Since 1.27. */
    FAIL_RELOAD
}
