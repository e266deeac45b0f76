package io.meshprovisioner.spec;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of IPv4 addresses, such as {@code 10.0.0.0/16}.
 *
 * @param network the first address as an unsigned 32-bit number
 * @param prefixLength 0 to 32
 */
public record Cidr(long network, int prefixLength) {
    private static final Pattern FORM =
            Pattern.compile("OCTET\\.OCTET\\.OCTET\\.OCTET/OCTET".replace("OCTET", "(0|[1-9]\\d{0,2})"));

    public Cidr {
        if (prefixLength < 0 || prefixLength > 32 || network < 0 || network > 0xffff_ffffL) {
            throw new IllegalArgumentException("Not an IPv4 block: " + network + "/" + prefixLength);
        }
    }

    /**
     * Reads {@code a.b.c.d/n}.
     *
     * @throws IllegalArgumentException when it is not of that form or has host bits set
     */
    public static Cidr of(String text) {
        Cidr cidr = parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + text + "\" is not an IPv4 CIDR block; write one such as 10.0.0.0/16."));
        if (!cidr.equals(cidr.block())) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" has host bits set; the block is " + cidr.block() + ".");
        }
        return cidr;
    }

    /** Reads the form alone: the result may have host bits set. */
    static Optional<Cidr> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long address = 0;
        for (int group = 1; group <= 4; group++) {
            int octet = Integer.parseInt(matcher.group(group));
            if (octet > 255) {
                return Optional.empty();
            }
            address = (address << 8) | octet;
        }
        int prefix = Integer.parseInt(matcher.group(5));
        return prefix > 32 ? Optional.empty() : Optional.of(new Cidr(address, prefix));
    }

    /** The block that its first address lies in: itself, unless host bits are set. */
    Cidr block() {
        return new Cidr(network - network % size(), prefixLength);
    }

    /** How many addresses it holds. */
    public long size() {
        return 1L << (32 - prefixLength);
    }

    public boolean contains(Cidr other) {
        return other.prefixLength >= prefixLength && other.network / size() == network / size();
    }

    public boolean overlaps(Cidr other) {
        return contains(other) || other.contains(this);
    }

    /**
     * The {@code index}-th block of the given length inside this one.
     *
     * @throws IllegalArgumentException when this block has no such part
     */
    public Cidr part(int length, int index) {
        if (length < prefixLength || length > 32 || index < 0 || index >= 1L << (length - prefixLength)) {
            throw new IllegalArgumentException(this + " has no part " + index + " of length /" + length + ".");
        }
        return new Cidr(network + index * (1L << (32 - length)), length);
    }

    @Override
    public String toString() {
        return (network >> 24) + "." + ((network >> 16) & 255) + "." + ((network >> 8) & 255) + "." + (network & 255)
                + "/" + prefixLength;
    }
}
