package io.meshprovisioner.testkit.kube;

import io.meshprovisioner.testkit.kube.control.Controller;
import io.meshprovisioner.testkit.kube.control.Controller.Change;
import io.meshprovisioner.testkit.kube.control.Controllers;
import io.meshprovisioner.testkit.kube.control.Key;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;

/** Runs the controllers after each change until they have nothing more to do at this instant. */
final class ControllerManager {
    private static final int MANY = 20_000;
    private static final List<Controller> CONTROLLERS = Controllers.all();

    private record Work(Controller controller, Key key) {}

    private final ApiServer server;
    private final ControllerApi api;
    private final LinkedHashSet<Work> queue = new LinkedHashSet<>();

    ControllerManager(ApiServer server) {
        this.server = server;
        this.api = new ControllerApi(server);
    }

    /** Reacts to all changes since the last time. */
    void settle() {
        observe();
        int steps = 0;
        while (!queue.isEmpty()) {
            Iterator<Work> first = queue.iterator();
            Work work = first.next();
            first.remove();
            work.controller().reconcile(api, work.key());
            observe();
            if (++steps > MANY) {
                throw new IllegalStateException("The controllers of the simulated cluster " + server.key()
                        + " do not come to rest; the last one was "
                        + work.controller().name() + " on " + work.key());
            }
        }
    }

    private void observe() {
        for (Store.Change change : server.store().takeFresh()) {
            if (change.before() != null && change.after() == null) {
                forget(Trees.uid(change.before()));
            }
            Change seen = new Change(change.storage(), change.before(), change.after());
            for (Controller controller : CONTROLLERS) {
                controller.observe(api, seen, key -> queue.add(new Work(controller, key)));
            }
        }
    }

    private void forget(String uid) {
        server.cluster().marks().keySet().removeIf(mark -> mark.startsWith(uid + " "));
        server.cluster().logs().keySet().removeIf(log -> log.startsWith(uid + " "));
    }

    /** Looks at a key because its time has come. */
    void due(String controller, String namespace, String name) {
        String what = controller + " " + namespace + "/" + name;
        Instant at = server.cluster().appointments().get(what);
        if (at == null || at.isAfter(server.now())) {
            return;
        }
        server.cluster().appointments().remove(what);
        for (Controller candidate : CONTROLLERS) {
            if (candidate.name().equals(controller)) {
                queue.add(new Work(candidate, new Key(namespace, name)));
            }
        }
        settle();
    }
}
