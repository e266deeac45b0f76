/** What the user asks for, as immutable values; their checks and their YAML and JSON form. */
@NullMarked
package io.meshprovisioner.spec;

import org.jspecify.annotations.NullMarked;
