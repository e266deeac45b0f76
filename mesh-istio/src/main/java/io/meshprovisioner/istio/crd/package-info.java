/**
 * The CustomResourceDefinitions of a release, made from what the library knows: names and versions from the model's
 * facts, the schema of values from those that validation goes by.
 */
@NullMarked
package io.meshprovisioner.istio.crd;

import org.jspecify.annotations.NullMarked;
