package io.meshprovisioner.istio.traffic.snapshot;

import io.meshprovisioner.istio.validation.text.IpAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/** A block of IP addresses (CIDR), or a single one. */
public final class AddressBlock {
    private final byte[] address;
    private final int bits;

    private AddressBlock(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /** Reads {@code 10.0.0.0/8} or {@code 10.1.2.3}; empty for any other text. */
    public static Optional<AddressBlock> parse(String text) {
        if (!IpAddresses.isAddressOrBlock(text)) {
            return Optional.empty();
        }
        int slash = text.indexOf('/');
        byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
        return Optional.of(new AddressBlock(
                address, slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1))));
    }

    /** Whether the text is an IP address. */
    public static boolean isAddress(String text) {
        return IpAddresses.isAddress(text);
    }

    /** A block of one address as that address; other texts as they are. */
    static String withoutFullMask(String text) {
        return text.indexOf('/') >= 0
                        && parse(text).filter(AddressBlock::isOneAddress).isPresent()
                ? text.substring(0, text.indexOf('/'))
                : text;
    }

    /** Whether an IP address lies in the block; a text that is none does not. */
    public boolean contains(String text) {
        if (!isAddress(text)) {
            return false;
        }
        byte[] other = bytes(text);
        if (other.length != address.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        return rest == 0 || ((address[whole] ^ other[whole]) & (0xFF << (8 - rest)) & 0xFF) == 0;
    }

    /** The block written with its own first address, so that equal blocks are equal texts. */
    public String network() {
        return Arrays.toString(start()) + "/" + bits;
    }

    /** Its first address. */
    public String first() {
        return text(start());
    }

    /** The address that follows its last one; empty where there is none. */
    public Optional<String> next() {
        byte[] next = start();
        for (int bit = bits - 1; bit >= 0; bit--) {
            next[bit / 8] ^= (byte) (0x80 >> (bit % 8));
            if ((next[bit / 8] & (0x80 >> (bit % 8))) != 0) {
                return Optional.of(text(next));
            }
        }
        return Optional.empty();
    }

    private byte[] start() {
        byte[] first = address.clone();
        for (int bit = bits; bit < first.length * 8; bit++) {
            first[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return first;
    }

    private static String text(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IP address: " + Arrays.toString(bytes), e);
        }
    }

    /** Length of the prefix. */
    public int bits() {
        return bits;
    }

    /** Whether it holds exactly one address. */
    public boolean isOneAddress() {
        return bits == address.length * 8;
    }

    private static byte[] bytes(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress(); // a literal: nothing is resolved
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IP address: " + literal, e);
        }
    }
}
