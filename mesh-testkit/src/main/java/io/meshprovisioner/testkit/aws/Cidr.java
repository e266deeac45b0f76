package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;

/** An IPv4 block. */
record Cidr(long base, int prefix) {

    /** Reads a block; host bits are cut off as AWS does. */
    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        try {
            int prefix = Integer.parseInt(text.substring(slash + 1));
            String[] parts = text.substring(0, Math.max(slash, 0)).split("\\.", -1);
            if (parts.length != 4 || prefix < 0 || prefix > 32) {
                throw invalid(text);
            }
            long address = 0;
            for (String part : parts) {
                int octet = Integer.parseInt(part);
                if (octet < 0 || octet > 255) {
                    throw invalid(text);
                }
                address = (address << 8) | octet;
            }
            return new Cidr(address & mask(prefix), prefix);
        } catch (NumberFormatException e) {
            throw invalid(text);
        }
    }

    private static AwsError invalid(String text) {
        return AwsError.of(
                "InvalidParameterValue",
                "Value (%s) for parameter cidrBlock is invalid. This is not a valid CIDR block.",
                text);
    }

    private static long mask(int prefix) {
        return prefix == 0 ? 0 : (0xffffffffL << (32 - prefix)) & 0xffffffffL;
    }

    long size() {
        return 1L << (32 - prefix);
    }

    boolean contains(Cidr other) {
        return prefix <= other.prefix && (other.base & mask(prefix)) == base;
    }

    boolean overlaps(Cidr other) {
        return contains(other) || other.contains(this);
    }

    /** The address at an offset. */
    String address(long offset) {
        long address = base + offset;
        return (address >> 24) + "." + ((address >> 16) & 255) + "." + ((address >> 8) & 255) + "." + (address & 255);
    }

    @Override
    public String toString() {
        return address(0) + "/" + prefix;
    }
}
