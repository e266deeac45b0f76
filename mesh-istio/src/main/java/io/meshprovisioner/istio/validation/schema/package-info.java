/**
 * What an API server and istiod's decoder ask of an object before any rule of Istio does: the schema of the kind's CRD
 * with its CEL rules, names and labels, types. The facts lie in {@code crd-facts.txt}, read off the CRDs of each release
 * from 1.9 to 1.30 and compared with them by a test.
 */
@NullMarked
package io.meshprovisioner.istio.validation.schema;

import org.jspecify.annotations.NullMarked;
