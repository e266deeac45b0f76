package io.meshprovisioner.istio.validation.text;

import java.util.OptionalLong;

/**
 * An address with a port, as Go's {@code net.SplitHostPort} takes it apart.
 *
 * @param wellFormed whether the text has that form; otherwise host and port are empty
 * @param host without brackets
 * @param port if it is a number
 */
public record SocketAddress(boolean wellFormed, String host, OptionalLong port) {
    private static final SocketAddress MALFORMED = new SocketAddress(false, "", OptionalLong.empty());

    public static SocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return MALFORMED;
        }
        String host = text.substring(0, colon);
        String port = text.substring(colon + 1);
        if (host.startsWith("[") && host.indexOf(']') == host.length() - 1) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            return MALFORMED;
        }
        if (host.indexOf('[') >= 0 || host.indexOf(']') >= 0 || port.indexOf('[') >= 0 || port.indexOf(']') >= 0) {
            return MALFORMED;
        }
        return new SocketAddress(true, host, number(port));
    }

    private static OptionalLong number(String text) {
        if (text.isEmpty() || text.length() > 18 || !text.matches("[-+]?[0-9]+")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(text));
    }
}
