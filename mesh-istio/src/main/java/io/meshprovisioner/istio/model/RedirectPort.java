package io.meshprovisioner.istio.model;

/** The port of a redirect when none is written. */
public enum RedirectPort {
    /** 80 for HTTP, 443 for HTTPS. */
    FROM_PROTOCOL_DEFAULT,

    /** The port of the request. */
    FROM_REQUEST_PORT
}
