/** The Istio model beside fabric8's, on the same objects in the same JVM. */
@NullMarked
package io.meshprovisioner.benchmarks.model;

import org.jspecify.annotations.NullMarked;
