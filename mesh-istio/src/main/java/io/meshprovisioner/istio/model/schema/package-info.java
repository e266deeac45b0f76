/**
 * What each Istio release knows: kinds with their API versions, messages, fields and enum values with the release that
 * brought and the one that deprecated them. The facts stand in {@code *.schema} resources; a test holds them against
 * the CRDs of every release from 1.9 to 1.30.
 */
@NullMarked
package io.meshprovisioner.istio.model.schema;

import org.jspecify.annotations.NullMarked;
