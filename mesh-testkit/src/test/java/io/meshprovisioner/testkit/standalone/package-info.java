/** The sandbox as a program of its own, used by other processes: command lines, other languages, killed JVMs. */
@NullMarked
package io.meshprovisioner.testkit.standalone;

import org.jspecify.annotations.NullMarked;
