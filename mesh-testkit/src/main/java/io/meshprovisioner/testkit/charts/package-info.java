/**
 * What the sandbox answers on the public addresses that Istio's charts are downloaded from: the real releases where
 * they are at hand, otherwise charts of our own with the same names, values, objects and labels.
 */
@NullMarked
package io.meshprovisioner.testkit.charts;

import org.jspecify.annotations.NullMarked;
