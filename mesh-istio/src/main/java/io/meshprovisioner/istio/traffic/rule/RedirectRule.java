package io.meshprovisioner.istio.traffic.rule;

/**
 * HTTPRedirect.
 *
 * @param uri the new path; empty to keep it
 * @param prefixOnly whether the new path takes only the place of the matched prefix (Gateway API)
 * @param authority the new host; empty to keep it
 * @param scheme empty to keep it
 * @param port 0 to keep it
 * @param portOfRequest whether the port is the one that the request came to
 */
public record RedirectRule(
        String uri, boolean prefixOnly, String authority, String scheme, int port, boolean portOfRequest, int status) {}
