package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.snapshot.AddressBlock;
import java.util.List;

/**
 * Which connections a filter chain takes; an empty part asks for nothing.
 *
 * @param port the destination's; 0 for any
 * @param blocks of destination addresses
 * @param serverNames in the TLS handshake; may begin with {@code *.}
 * @param transport {@code tls}, {@code raw_buffer} or empty
 * @param applications application protocols that the inspectors found
 */
record ChainMatch(
        int port, List<AddressBlock> blocks, List<String> serverNames, String transport, List<String> applications) {
    static final String TLS = "tls";
    static final String RAW = "raw_buffer";
    static final ChainMatch ANY = new ChainMatch(0, List.of(), List.of(), "", List.of());

    /** Only connections to a port. */
    static ChainMatch toPort(int port) {
        return new ChainMatch(port, List.of(), List.of(), "", List.of());
    }
}
