/** The closed family of failures. Each says what happened, to which resource, why, and what to do next. */
@NullMarked
package io.meshprovisioner.error;

import org.jspecify.annotations.NullMarked;
