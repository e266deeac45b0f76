/** What a mesh costs before it is made: from a dated table of prices, which users may replace. */
@NullMarked
package io.meshprovisioner.cost;

import org.jspecify.annotations.NullMarked;
