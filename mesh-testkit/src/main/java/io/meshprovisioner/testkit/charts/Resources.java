package io.meshprovisioner.testkit.charts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Files of stand-in charts, in the testkit's jar. */
final class Resources {
    private Resources() {}

    static byte[] read(String path) {
        try (InputStream in = Resources.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("No " + path + " in the testkit's jar.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The testkit's jar cannot be read.", e);
        }
    }
}
