package io.meshprovisioner.istio.model;

import java.util.List;

/** A resource says what the release it was made for does not know. */
public final class UnknownToReleaseException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private final String release;
    private final List<String> unknown;

    UnknownToReleaseException(String resource, String release, List<String> unknown) {
        super(resource + " cannot be written for Istio " + release + ":\n  " + String.join("\n  ", unknown));
        this.release = release;
        this.unknown = List.copyOf(unknown);
    }

    /** The version that was asked for. */
    public String release() {
        return release;
    }

    /** Each thing the release does not know, with its path, the release that brought it and what to do instead. */
    public List<String> unknown() {
        return unknown;
    }
}
