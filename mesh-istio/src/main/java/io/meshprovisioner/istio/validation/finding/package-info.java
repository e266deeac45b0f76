/** What validation answers with: findings, each with its place, its rule and what to do about it. */
@NullMarked
package io.meshprovisioner.istio.validation.finding;

import org.jspecify.annotations.NullMarked;
