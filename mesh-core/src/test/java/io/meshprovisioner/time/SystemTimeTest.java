package io.meshprovisioner.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SystemTimeTest {
    private static final Duration NEVER = Duration.ofHours(1);

    @Test
    void runsATaskOnADaemonThreadOfItsOwn() throws InterruptedException {
        try (Time time = Time.system()) {
            CompletableFuture<Thread> ran = new CompletableFuture<>();
            time.after(Duration.ofMillis(-5), "task", () -> ran.complete(Thread.currentThread()));
            Thread thread = time.await(ran);
            assertThat(thread).isNotSameAs(Thread.currentThread());
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getName()).isEqualTo("mesh-provisioner-timer");
        }
    }

    @Test
    void noTaskRunsBeforeItsTime() throws InterruptedException {
        try (Time time = Time.system()) {
            CompletableFuture<Long> ran = new CompletableFuture<>();
            long start = System.nanoTime();
            time.after(Duration.ofMillis(60), "task", () -> ran.complete(System.nanoTime() - start));
            assertThat(Duration.ofNanos(time.await(ran))).isGreaterThanOrEqualTo(Duration.ofMillis(60));
        }
    }

    @Test
    void threadsEndOnCloseAndTasksNotYetDueNeverRun() throws InterruptedException {
        Time time = Time.system();
        AtomicReference<Thread> timer = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        time.after(Duration.ZERO, "first", () -> {
            timer.set(Thread.currentThread());
            started.countDown();
        });
        AtomicBoolean late = new AtomicBoolean();
        time.after(Duration.ofMillis(200), "late", () -> late.set(true));
        started.await();
        time.close();
        timer.get().join(10_000);
        assertThat(timer.get().isAlive()).isFalse();
        assertThat(late).isFalse();
        assertThatThrownBy(() -> time.after(Duration.ZERO, "after", () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        time.close();
    }

    @Test
    void withoutATaskThereIsNoThread() {
        try (Time time = Time.system()) {
            time.now();
            time.await(CompletableFuture.completedFuture("done"));
            try (Time.Entry entry = time.enter("work")) {
                entry.suspend();
                entry.resume();
            }
            time.clock().instant();
        }
        Time unused = Time.system();
        unused.close();
        assertThatThrownBy(() -> unused.after(Duration.ZERO, "task", () -> {}))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTaskCanBeTakenBackOnce() throws InterruptedException {
        try (Time time = Time.system()) {
            Time.Scheduled never = time.after(NEVER, "never", () -> {});
            assertThat(never.cancel()).isTrue();
            assertThat(never.cancel()).isFalse();
            CountDownLatch ran = new CountDownLatch(1);
            Time.Scheduled done = time.after(Duration.ZERO, "now", ran::countDown);
            ran.await();
            CompletableFuture<Boolean> next = new CompletableFuture<>();
            time.after(Duration.ZERO, "next", () -> next.complete(done.cancel()));
            assertThat(time.await(next)).isFalse();
        }
    }

    @Test
    void awaitGivesTheValueOrWhatTheStageFailedWith() {
        try (Time time = Time.system()) {
            assertThat(time.await(CompletableFuture.completedFuture("value"))).isEqualTo("value");
            IllegalStateException cause = new IllegalStateException("broken");
            assertThatThrownBy(() -> time.await(CompletableFuture.failedFuture(cause)))
                    .isInstanceOf(CompletionException.class)
                    .hasCause(cause);
            assertThatThrownBy(() -> time.await(CompletableFuture.supplyAsync(() -> {
                        throw cause;
                    })))
                    .isInstanceOf(CompletionException.class)
                    .hasCause(cause);
            CompletableFuture<String> cancelled = new CompletableFuture<>();
            cancelled.cancel(false);
            assertThatThrownBy(() -> time.await(cancelled)).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void anInterruptEndsTheWaitAndIsNotLost() throws InterruptedException {
        try (Time time = Time.system()) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            AtomicBoolean flag = new AtomicBoolean();
            CountDownLatch waiting = new CountDownLatch(1);
            Thread waiter = new Thread(() -> {
                waiting.countDown();
                thrown.set(catchThrowable(() -> time.await(new CompletableFuture<>())));
                flag.set(Thread.currentThread().isInterrupted());
            });
            waiter.start();
            assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
            waiter.interrupt();
            waiter.join(10_000);
            assertThat(thrown.get())
                    .isInstanceOf(CancellationException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(flag).isTrue();
        }
    }

    @Test
    void readsTheGivenClock() {
        Instant instant = Instant.parse("2026-08-01T12:00:00Z");
        try (Time time = Time.system(Clock.fixed(instant, ZoneOffset.UTC))) {
            assertThat(time.now()).isEqualTo(instant);
            assertThat(time.clock().instant()).isEqualTo(instant);
            assertThat(time.clock().getZone()).isEqualTo(ZoneOffset.UTC);
            ZoneId tokyo = ZoneId.of("Asia/Tokyo");
            assertThat(time.clock().withZone(tokyo).getZone()).isEqualTo(tokyo);
            assertThat(time.clock().withZone(tokyo).instant()).isEqualTo(instant);
        }
    }
}
