package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.IpAddresses;

/** Addresses to bind to or to reach: IP addresses, CIDR blocks and sockets of the file system. */
final class Addresses {
    static final String UNIX = "unix://";

    private Addresses() {}

    static boolean isUnix(String address) {
        return address.startsWith(UNIX);
    }

    static void checkIp(Context context, Node at) {
        if (!IpAddresses.isAddress(at.text())) {
            context.error(at, "address.ip", "\"" + at.text() + "\" is no IP address", "Write an IPv4 or IPv6 address");
        }
    }

    static void checkIpOrBlock(Context context, Node at) {
        if (!IpAddresses.isAddressOrBlock(at.text())) {
            context.error(
                    at,
                    "address.cidr",
                    "\"" + at.text() + "\" is neither an IP address nor a CIDR block",
                    "Write an address such as 10.0.0.1 or a block such as 10.0.0.0/16");
        }
    }

    /** The address after {@code unix://}: an absolute path of a file, or an abstract socket that begins with @. */
    static void checkUnixPath(Context context, Node at) {
        String path = at.text().substring(UNIX.length());
        if (path.isEmpty()) {
            context.error(at, "address.unix-empty", "the socket's path is empty", "Write unix:///path/to/socket");
        } else if (!path.startsWith("@") && (!path.startsWith("/") || path.endsWith("/"))) {
            context.error(
                    at,
                    "address.unix-path",
                    "\"" + path + "\" is not the absolute path of a file",
                    "Write unix:///path/to/socket, or unix://@name for an abstract socket");
        }
    }
}
