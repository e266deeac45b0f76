/** The entry: {@link io.meshprovisioner.MeshProvisioner} and {@link io.meshprovisioner.Mesh}. */
@NullMarked
package io.meshprovisioner;

import org.jspecify.annotations.NullMarked;
