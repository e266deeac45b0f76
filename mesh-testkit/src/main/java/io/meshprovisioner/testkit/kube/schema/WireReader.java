package io.meshprovisioner.testkit.kube.schema;

import io.meshprovisioner.testkit.kube.schema.Protobuf.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the fields of one protobuf message in order. */
final class WireReader {
    private final byte[] data;
    private int position;
    private int field;
    private int type;

    WireReader(byte[] data) {
        this.data = data;
    }

    /** Moves to the next field; false at the end. Each field must then be read or skipped once. */
    boolean next() throws MalformedException {
        if (!more()) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        type = (int) (tag & 7);
        return true;
    }

    boolean more() {
        return position < data.length;
    }

    int field() {
        return field;
    }

    boolean isMessage() {
        return type == 2;
    }

    long varint() throws MalformedException {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = take(1)[0];
            result |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return result;
            }
        }
        throw new MalformedException("a number is too long");
    }

    long fixed64() throws MalformedException {
        byte[] bytes = take(8);
        long result = 0;
        for (int i = 7; i >= 0; i--) {
            result = (result << 8) | (bytes[i] & 0xff);
        }
        return result;
    }

    byte[] bytes() throws MalformedException {
        return take((int) varint());
    }

    String text() throws MalformedException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    WireReader message() throws MalformedException {
        return new WireReader(bytes());
    }

    void skip() throws MalformedException {
        switch (type) {
            case 0 -> varint();
            case 1 -> take(8);
            case 2 -> bytes();
            case 5 -> take(4);
            default -> throw new MalformedException("unknown wire type " + type);
        }
    }

    private byte[] take(int count) throws MalformedException {
        if (count < 0 || position + count > data.length) {
            throw new MalformedException("the body ends too early");
        }
        position += count;
        return Arrays.copyOfRange(data, position - count, position);
    }
}
