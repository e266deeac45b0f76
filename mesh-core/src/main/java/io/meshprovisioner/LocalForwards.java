package io.meshprovisioner;

import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.PodPort;
import io.meshprovisioner.spi.Tunnel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Opens ports of this machine into a mesh. */
record LocalForwards(MeshProvisioner provisioner) {
    private record Opened(Tunnel tunnel, PodPort to) {}

    LocalForward open(BiFunction<KubernetesSession, Step, PodPort> where) {
        AtomicReference<@Nullable Opened> opened = new AtomicReference<>();
        AutoCloseable session = provisioner
                .inMesh()
                .openInCluster(
                        provisioner.spec().region(), provisioner.spec().name(), "forward", (kubernetes, step) -> {
                            PodPort to = where.apply(kubernetes, step);
                            Tunnel tunnel = kubernetes.tunnel(to);
                            opened.set(new Opened(tunnel, to));
                            return tunnel;
                        })
                .join();
        Opened made = Objects.requireNonNull(opened.get());
        return new LocalForward(made.tunnel(), made.to(), session);
    }
}
