package io.meshprovisioner.testkit.kube.control;

/** The API server refused what a controller asked for; the message is the server's. */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;

    public Refused(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Such as AlreadyExists or Forbidden. */
    public String reason() {
        return reason;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
