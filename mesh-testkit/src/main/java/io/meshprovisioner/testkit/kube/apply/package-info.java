/** Who owns which field: field sets, managed fields and server-side apply. */
@NullMarked
package io.meshprovisioner.testkit.kube.apply;

import org.jspecify.annotations.NullMarked;
