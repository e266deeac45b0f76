/** The graph: typed resources and the handles between them. Backends implement {@link io.meshprovisioner.plan.Resource}. */
@NullMarked
package io.meshprovisioner.plan;

import org.jspecify.annotations.NullMarked;
