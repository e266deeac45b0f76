/**
 * The space of all requests to a virtual host, as its rules cut it. A rule is a conjunction of demands, each on one
 * dimension (path, method, scheme, authority, a header, a query parameter); dimensions are independent of each other.
 * The exact values and prefixes that rules name cut the texts of a dimension into finitely many cells, so that one text
 * of each cell stands for all of them and {@link io.meshprovisioner.istio.traffic.space.RequestSpace} can say for
 * certain whether a request reaches a rule. Regular expressions are tried with texts made from them; what cannot be
 * proven either way is called unknown.
 */
@NullMarked
package io.meshprovisioner.istio.traffic.space;

import org.jspecify.annotations.NullMarked;
