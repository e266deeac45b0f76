/** The part of the Common Expression Language that validation rules of CustomResourceDefinitions use. */
@NullMarked
package io.meshprovisioner.testkit.kube.cel;

import org.jspecify.annotations.NullMarked;
