package io.meshprovisioner.kubernetes.helm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the child's standard error, so that it never blocks, and keeps what may explain its death. */
final class LastWords {
    private static final Logger LOG = LoggerFactory.getLogger(LastWords.class);
    private static final int LINES = 20;
    private static final int LONGEST_LINE = 400;

    private final InputStream stream;
    private final Thread thread;
    private final List<String> lines = new ArrayList<>();
    private boolean panic;

    LastWords(InputStream stream) {
        this.stream = stream;
        this.thread = new Thread(this::read, "mesh-provisioner-helm-errors");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void join() throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(5));
    }

    private void read() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                keep(Secrets.hide(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line, ""));
            }
        } catch (IOException e) {
            LOG.debug("Helm's standard error ended: {}", e.getMessage());
        }
    }

    /** From a panic on the first lines count, otherwise the last. */
    private synchronized void keep(String line) {
        LOG.debug("helm: {}", line);
        if (!panic && (line.startsWith("panic:") || line.startsWith("fatal error:"))) {
            panic = true;
            lines.clear();
        }
        if (lines.size() < LINES) {
            lines.add(line);
        } else if (!panic) {
            lines.remove(0);
            lines.add(line);
        }
    }

    @Override
    public synchronized String toString() {
        return String.join("\n", lines).strip();
    }
}
