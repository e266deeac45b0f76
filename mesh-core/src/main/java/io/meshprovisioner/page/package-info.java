/** A mesh on one self-contained HTML page: what it consists of, as a picture and tables, and how its last run went. */
@NullMarked
package io.meshprovisioner.page;

import org.jspecify.annotations.NullMarked;
