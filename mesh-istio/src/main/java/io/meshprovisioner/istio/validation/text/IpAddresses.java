package io.meshprovisioner.istio.validation.text;

/** IP addresses and CIDR blocks in the strict textual form that Go's {@code net/netip} takes. Never asks a resolver. */
public final class IpAddresses {
    private IpAddresses() {}

    /** An IPv4 or IPv6 address, the latter perhaps with a zone. */
    public static boolean isAddress(String text) {
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '.':
                    return isIpv4(text);
                case ':':
                    return isIpv6(text);
                case '%':
                    return false;
                default:
                    break;
            }
        }
        return false;
    }

    /** An address, a slash and the length of the prefix. */
    public static boolean isBlock(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0 || text.indexOf('%') >= 0) {
            return false;
        }
        String address = text.substring(0, slash);
        String bits = text.substring(slash + 1);
        if (!isAddress(address)
                || bits.isEmpty()
                || bits.length() > 3
                || (bits.length() > 1 && bits.charAt(0) == '0')) {
            return false;
        }
        for (int i = 0; i < bits.length(); i++) {
            if (!isDigit(bits.charAt(i))) {
                return false;
            }
        }
        return Integer.parseInt(bits) <= (address.indexOf(':') >= 0 ? 128 : 32);
    }

    /** A CIDR block if there is exactly one slash, else an address. */
    public static boolean isAddressOrBlock(String text) {
        int slash = text.indexOf('/');
        return (slash >= 0 && slash == text.lastIndexOf('/')) ? isBlock(text) : isAddress(text);
    }

    /** Whether the address is one of IPv4. */
    public static boolean isIpv4(String text) {
        int octets = 0;
        int digits = 0;
        int value = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '.' : text.charAt(i);
            if (isDigit(c)) {
                if (digits == 1 && value == 0) {
                    return false; // leading zeros are ambiguous, so refused
                }
                value = value * 10 + (c - '0');
                digits++;
                if (value > 255) {
                    return false;
                }
            } else if (c == '.' && digits > 0 && ++octets <= 4) {
                digits = 0;
                value = 0;
            } else {
                return false;
            }
        }
        return octets == 4;
    }

    private static boolean isIpv6(String text) {
        int percent = text.indexOf('%');
        if (percent == text.length() - 1) {
            return false;
        }
        String rest = percent < 0 ? text : text.substring(0, percent);
        boolean ellipsis = rest.startsWith("::");
        if (ellipsis) {
            rest = rest.substring(2);
        }
        int groups = 0;
        while (!rest.isEmpty() && groups < 8) {
            int end = 0;
            while (end < rest.length() && isHex(rest.charAt(end))) {
                end++;
            }
            if (end == 0 || end > 4) {
                return false;
            }
            if (end < rest.length() && rest.charAt(end) == '.') {
                boolean last = ellipsis ? groups <= 6 : groups == 6;
                return last && isIpv4(rest) && (groups + 2 < 8 || !ellipsis);
            }
            groups++;
            rest = rest.substring(end);
            if (rest.isEmpty()) {
                break;
            }
            if (rest.charAt(0) != ':' || rest.length() == 1) {
                return false;
            }
            rest = rest.substring(1);
            if (rest.charAt(0) == ':') {
                if (ellipsis) {
                    return false;
                }
                ellipsis = true;
                rest = rest.substring(1);
            }
        }
        return rest.isEmpty() && (ellipsis ? groups < 8 : groups == 8);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
