/** Pure functions on JSON trees as Kubernetes uses them: access by path, patches, selectors, quantities. */
@NullMarked
package io.meshprovisioner.testkit.kube.json;

import org.jspecify.annotations.NullMarked;
