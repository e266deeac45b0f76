package io.meshprovisioner.connect;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is reached without a proxy, as the environment variable {@code NO_PROXY} has it. Names are compared and never looked
 * up: behind a proxy there may be nobody to ask.
 */
record NoProxy(String host, boolean subdomainsOnly, Optional<byte[]> network, int prefix, int port) {
    private static final int ANY_PORT = -1;
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");
    private static final Pattern WITH_PORT = Pattern.compile("(\\[[^\\]]+\\]|[^:]+):(\\d{1,5})");

    /** @throws IllegalArgumentException when it is none of the forms */
    static NoProxy of(String text) {
        String rule = text.strip().toLowerCase(Locale.ROOT);
        Matcher ported = WITH_PORT.matcher(rule);
        int port = ANY_PORT;
        if (ported.matches()) {
            rule = ported.group(1);
            port = Integer.parseInt(ported.group(2));
        }
        rule = bare(rule);
        int slash = rule.indexOf('/');
        Optional<byte[]> address = address(slash < 0 ? rule : rule.substring(0, slash));
        if (address.isPresent()) {
            int longest = address.get().length * 8;
            return new NoProxy(rule, false, address, slash < 0 ? longest : prefix(rule, slash, longest), port);
        }
        if (rule.equals("*")) {
            return new NoProxy(rule, false, Optional.empty(), 0, port);
        }
        String name = rule.startsWith("*.") ? rule.substring(2) : rule.startsWith(".") ? rule.substring(1) : rule;
        if (!NAME.matcher(name).matches() || looksLikeAddress(name)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is neither a host nor an address nor a block of them.");
        }
        return new NoProxy(name, !name.equals(rule), Optional.empty(), 0, port);
    }

    private static boolean looksLikeAddress(String name) {
        return IPV4.matcher(name).matches();
    }

    private static int prefix(String rule, int slash, int longest) {
        String digits = rule.substring(slash + 1);
        int length = digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : Integer.MAX_VALUE;
        if (length > longest) {
            throw new IllegalArgumentException(
                    "\"" + rule + "\" is no block of addresses: what follows the slash is 0 to " + longest + ".");
        }
        return length;
    }

    /** Whether a target is among these. */
    boolean covers(@Nullable String target, int targetPort) {
        if (target == null || (port != ANY_PORT && port != targetPort)) {
            return false;
        }
        String name = bare(target.toLowerCase(Locale.ROOT));
        if (host.equals("*")) {
            return true;
        }
        if (network.isPresent()) {
            return address(name).filter(other -> within(network.get(), other)).isPresent();
        }
        return name.endsWith("." + host) || (!subdomainsOnly && name.equals(host));
    }

    private boolean within(byte[] block, byte[] address) {
        if (block.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((block[bit / 8] & mask) != (address[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Only what is written as an address: the JDK looks nothing up then. */
    private static Optional<byte[]> address(String text) {
        Matcher octets = IPV4.matcher(text);
        boolean address = octets.matches()
                ? octets.results().allMatch(NoProxy::octetsFit)
                : IPV6.matcher(text).matches();
        try {
            return address ? Optional.of(InetAddress.getByName(text).getAddress()) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static boolean octetsFit(java.util.regex.MatchResult octets) {
        for (int group = 1; group <= 4; group++) {
            if (Integer.parseInt(octets.group(group)) > 255) {
                return false;
            }
        }
        return true;
    }
}
