package io.meshprovisioner.testkit.junit;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.SandboxOptions;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Behind {@link MeshTest}. */
final class MeshTestExtension implements ParameterResolver {
    private static final Namespace OURS = Namespace.create(MeshTestExtension.class);
    private static final Set<Class<?>> TYPES = Set.of(Sandbox.class, MeshProvisioner.class, Mesh.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TYPES.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        MeshTest settings = context.getTestClass()
                .map(type -> type.getAnnotation(MeshTest.class))
                .orElseThrow(() -> new ParameterResolutionException("The test class has no @MeshTest."));
        // Each test method's context has a store of its own, whose values are closed at the method's end.
        Store store = context.getStore(OURS);
        Class<?> type = parameter.getParameter().getType();
        Sandbox sandbox = store.getOrComputeIfAbsent(Sandbox.class, key -> new Held(start(settings)), Held.class)
                .sandbox();
        if (type == Sandbox.class) {
            return sandbox;
        }
        MeshProvisioner provisioner = store.getOrComputeIfAbsent(
                MeshProvisioner.class,
                key -> sandbox.provisioner(settings.region()).withIstio(settings.istio()),
                MeshProvisioner.class);
        return type == MeshProvisioner.class
                ? provisioner
                : store.getOrComputeIfAbsent(Mesh.class, key -> provisioner.install(), Mesh.class);
    }

    private static Sandbox start(MeshTest settings) {
        return Sandbox.start(SandboxOptions.defaults().era(settings.era()).seed(settings.seed()));
    }

    /** Closed by JUnit with the store it is in. */
    @SuppressWarnings("deprecation") // the replacement, AutoCloseable by itself, is honoured from JUnit 5.13 on only
    private record Held(Sandbox sandbox) implements Store.CloseableResource {
        @Override
        public void close() {
            sandbox.close();
        }
    }
}
