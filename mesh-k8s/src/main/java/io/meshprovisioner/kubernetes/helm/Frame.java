package io.meshprovisioner.kubernetes.helm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What travels between the host and the worker: a number that pairs answers with requests, and named texts. Plain
 * lengths and bytes, so that the worker needs no library for it.
 */
record Frame(int id, Map<String, String> texts) {
    private static final int LONGEST = 64 << 20;
    private static final int MOST = 64;

    String text(String name) {
        return texts.getOrDefault(name, "");
    }

    static void write(DataOutputStream out, int id, Map<String, String> texts) throws IOException {
        synchronized (out) {
            out.writeInt(id);
            out.writeInt(texts.size());
            for (Map.Entry<String, String> entry : texts.entrySet()) {
                text(out, entry.getKey());
                text(out, entry.getValue());
            }
            out.flush();
        }
    }

    /** The next frame; null at the end of the stream. */
    static @Nullable Frame read(DataInputStream in) throws IOException {
        int id;
        try {
            id = in.readInt();
        } catch (EOFException e) {
            return null;
        }
        int count = bounded(in.readInt(), MOST);
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = text(in);
            texts.put(name, text(in));
        }
        return new Frame(id, texts);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] bytes = new byte[bounded(in.readInt(), LONGEST)];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int bounded(int length, int most) throws IOException {
        if (length < 0 || length > most) {
            throw new IOException("The stream between host and worker is damaged: a length of " + length + ".");
        }
        return length;
    }

    /** Without the texts, which hold a token. */
    @Override
    public String toString() {
        return "Frame " + id;
    }
}
