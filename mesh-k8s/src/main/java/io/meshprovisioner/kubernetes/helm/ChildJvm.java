package io.meshprovisioner.kubernetes.helm;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceFailedException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One child JVM with its folder and the two threads that read what it writes. */
final class ChildJvm implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChildJvm.class);
    private static final long PATIENCE_SECONDS = 10;
    /** Of a Go process that ends itself, and of SIGABRT and SIGSEGV. */
    private static final Set<Integer> CRASHES = Set.of(2, 134, 139);

    private final Process process;
    private final Path folder;
    private final DataOutputStream toChild;
    private final LastWords lastWords;
    private final Thread reader;
    private final Map<Integer, Pending> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger charts = new AtomicInteger();
    private volatile HelmFailure.@Nullable Reason killedFor;
    private volatile boolean ended;

    private ChildJvm(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
        this.toChild = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.lastWords = new LastWords(process.getErrorStream());
        this.reader = new Thread(this::read, "mesh-provisioner-helm-answers");
        reader.setDaemon(true);
    }

    /**
     * @param patience how long it stays without work
     * @param ownProxy the proxy comes with each request
     */
    static ChildJvm start(Duration patience, boolean ownProxy) {
        Path folder = null;
        try {
            folder = Folders.createTemporary();
            Process process = ChildCommand.in(folder, patience, ownProxy).start();
            ChildJvm child = new ChildJvm(process, folder);
            child.lastWords.start();
            child.reader.start();
            return child;
        } catch (IOException e) {
            deleteQuietly(folder);
            throw new ResourceFailedException(Failure.of(
                            "The child JVM for Helm cannot be started.",
                            "Check that this process may start processes and that its temporary folder can be written.")
                    .because(String.valueOf(e.getMessage()))
                    .causedBy(e));
        } catch (RuntimeException e) {
            deleteQuietly(folder);
            throw e;
        }
    }

    private static void deleteQuietly(@Nullable Path folder) {
        if (folder != null) {
            Folders.delete(folder);
        }
    }

    boolean usable() {
        return !ended && killedFor == null && process.isAlive();
    }

    /**
     * A copy of a chart, in the worker's folder.
     *
     * @throws NeverBegan when the child ended, and deleted its folder, at the same time
     */
    StagedChart stage(Path chart, String fingerprint) throws NeverBegan {
        try {
            return StagedChart.copy(chart, folder.resolve("chart-" + charts.incrementAndGet()), fingerprint);
        } catch (IOException | UncheckedIOException e) { // unchecked from a walk through what is being deleted
            if (endsWithin(1)) {
                throw new NeverBegan(lost());
            }
            throw new ResourceFailedException(Failure.of(
                            "The chart cannot be read.", "Check that it is a chart's folder or a packed chart (.tgz).")
                    .at(chart)
                    .because(String.valueOf(e.getMessage()))
                    .causedBy(e));
        }
    }

    /**
     * @param secrets must not show in a failure's words
     * @throws NeverBegan when the child ended before it took the operation up
     */
    String run(Map<String, String> request, List<String> secrets) throws NeverBegan {
        int id = ids.incrementAndGet();
        Pending pending = new Pending();
        waiting.put(id, pending);
        try {
            if (ended) {
                throw new IOException("Helm's process is gone.");
            }
            Frame.write(toChild, id, request);
            return output(pending.answer.get(), secrets);
        } catch (IOException | ExecutionException e) {
            awaitEnd();
            if (!pending.began && killedFor == null) {
                throw new NeverBegan(lost());
            }
            throw lost();
        } catch (InterruptedException e) {
            kill(HelmFailure.Reason.CANCELLED);
            Thread.currentThread().interrupt();
            throw new HelmFailure(HelmFailure.Reason.CANCELLED, "The thread that waited for Helm was interrupted.");
        } finally {
            waiting.remove(id);
        }
    }

    private String output(Frame answer, List<String> secrets) {
        if (answer.text("outcome").equals("ok")) {
            return answer.text("output");
        }
        String words = Secrets.hide(answer.text("output"), "");
        for (String secret : secrets) {
            words = Secrets.hide(words, secret);
        }
        if (answer.text("outcome").equals("error")) {
            throw new HelmFailure(HelmFailure.Reason.REFUSED, words);
        }
        ended = true;
        throw new HelmFailure(HelmFailure.Reason.CRASHED, words);
    }

    private HelmFailure lost() {
        HelmFailure.Reason reason = killedFor;
        if (reason == HelmFailure.Reason.CANCELLED) {
            return new HelmFailure(reason, "Helm was ended, since its session was closed or a call was interrupted.");
        }
        if (reason != null) {
            return new HelmFailure(reason, "Helm did not answer in time and was ended.");
        }
        String words = lastWords.toString();
        int code = process.isAlive() ? 0 : process.exitValue();
        boolean panicked = CRASHES.contains(code) || words.contains("panic:") || words.contains("fatal error:");
        String exit = code == 0 ? "" : " (exit code " + code + ")";
        return new HelmFailure(
                panicked ? HelmFailure.Reason.CRASHED : HelmFailure.Reason.LOST,
                "Helm's process died" + exit + (words.isEmpty() ? "." : ": " + words));
    }

    private void awaitEnd() {
        try {
            if (endsWithin(PATIENCE_SECONDS)) {
                lastWords.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean endsWithin(long seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void read() {
        try (DataInputStream fromChild = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            for (Frame frame = Frame.read(fromChild); frame != null; frame = Frame.read(fromChild)) {
                Pending pending = waiting.get(frame.id());
                if (pending != null) {
                    pending.took(frame);
                }
            }
        } catch (IOException e) {
            LOG.debug("Helm's answers ended: {}", e.getMessage());
        } finally {
            ended = true;
            process.destroyForcibly();
            IOException gone = new IOException("Helm's process is gone.");
            waiting.values().forEach(pending -> pending.answer.completeExceptionally(gone));
        }
    }

    /** Ends it at once; operations under way fail with the reason. */
    void kill(HelmFailure.Reason reason) {
        if (killedFor == null) {
            killedFor = reason;
        }
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill(HelmFailure.Reason.CANCELLED);
        boolean interrupted = Thread.interrupted();
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            lastWords.join();
            toChild.close();
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (IOException e) {
            LOG.debug("Helm's input was closed already: {}", e.getMessage());
        }
        if (!Folders.delete(folder)) {
            LOG.warn("The folder {} of Helm's worker could not be deleted.", folder);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** An operation that was sent. */
    private static final class Pending {
        private final CompletableFuture<Frame> answer = new CompletableFuture<>();
        private volatile boolean began;

        private void took(Frame frame) {
            if (frame.text("outcome").equals("began")) {
                began = true;
            } else {
                answer.complete(frame);
            }
        }
    }

    /** The operation has had no effect: another child can be asked. */
    static final class NeverBegan extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient HelmFailure failure;

        private NeverBegan(HelmFailure failure) {
            super(failure);
            this.failure = failure;
        }

        /** Where no other child shall be asked. */
        HelmFailure failure() {
            return failure;
        }
    }
}
