package io.meshprovisioner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.time.Time;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<String> granted = new ArrayList<>();

    /** One that only takes tasks for later. */
    private final Time time = (Time) Proxy.newProxyInstance(
            SlotsTest.class.getClassLoader(), new Class<?>[] {Time.class}, (proxy, method, arguments) -> {
                tasks.add((Runnable) arguments[2]);
                return null;
            });

    private final Slots slots = new Slots(time, "run", 2);

    private void nextTask() {
        tasks.remove().run();
    }

    @Test
    void slotsGoByKeyAndNoFurther() {
        List.of("c", "a", "b").forEach(key -> slots.acquire(key, () -> granted.add(key)));
        assertThat(granted).isEmpty();
        nextTask();
        assertThat(granted).containsExactly("a", "b");
        assertThat(tasks).isEmpty();
        slots.release();
        nextTask();
        assertThat(granted).containsExactly("a", "b", "c");
    }

    /** Work that makes no call may be over, and have asked anew, before the next one begins: that must not change who is next. */
    @Test
    void whoIsQuickGetsNothingOutOfTurn() {
        slots.acquire("a", () -> {
            granted.add("a");
            slots.release();
            slots.acquire("a again", () -> granted.add("a again"));
        });
        slots.acquire("b", () -> granted.add("b"));
        slots.acquire("c", () -> granted.add("c"));
        nextTask();
        assertThat(granted).as("those who waited when slots were given out").containsExactly("a", "b");
        nextTask();
        assertThat(granted).containsExactly("a", "b", "a again");
        assertThat(tasks).isEmpty();
    }
}
