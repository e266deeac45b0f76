package io.meshprovisioner.testkit.junit;

import io.meshprovisioner.testkit.world.Era;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test method a sandbox of its own, closed at the method's end. Parameters: {@code Sandbox};
 * {@code MeshProvisioner} (of that sandbox, in {@link #region()}, with {@link #istio()}); {@code Mesh} (installed by
 * it, which takes a second or so). Methods may run in parallel: nothing is shared.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(MeshTestExtension.class)
public @interface MeshTest {
    /** What the simulated cloud offers. */
    Era era() default Era.TODAY;

    /** Where the mesh is. */
    String region() default "us-west-2";

    /** Which Istio release a {@code Mesh} or {@code MeshProvisioner} parameter has. */
    String istio() default "1.30.3";

    /** Varies latencies and orders. */
    long seed() default 0;
}
