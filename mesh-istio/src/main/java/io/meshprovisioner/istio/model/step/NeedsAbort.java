package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.Abort;

/**
 * An abort that still needs its status.
 */
public interface NeedsAbort {

    /** An HTTP status, 200 to 599. */
    Abort httpStatus(int httpStatus);

    /** A gRPC status by name, for example UNAVAILABLE; checked since 1.15. */
    Abort grpcStatus(String grpcStatus);

    /** In the API and refused by Istio's validation: it was never built. */
    Abort http2Error(String http2Error);
}
