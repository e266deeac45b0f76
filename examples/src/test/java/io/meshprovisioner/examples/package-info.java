/** What the documents say, compiled and run. */
@NullMarked
package io.meshprovisioner.examples;

import org.jspecify.annotations.NullMarked;
