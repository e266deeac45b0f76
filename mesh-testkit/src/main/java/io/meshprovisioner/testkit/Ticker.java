package io.meshprovisioner.testkit;

import io.meshprovisioner.testkit.kernel.Kernel;

/** Lets a world on the wall clock move on although nobody asks it anything, so that watchers see it. */
final class Ticker implements AutoCloseable {
    private static final long MILLIS = 100;

    private final Thread thread;

    Ticker(Kernel kernel) {
        this.thread = new Thread(
                () -> {
                    try {
                        while (true) {
                            kernel.tick();
                            Thread.sleep(MILLIS);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "mesh-sandbox-ticker");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
