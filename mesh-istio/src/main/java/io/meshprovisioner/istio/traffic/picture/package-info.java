/** Explanations drawn: {@link io.meshprovisioner.istio.traffic.picture.Picture} shows a reason's tree as SVG. */
@NullMarked
package io.meshprovisioner.istio.traffic.picture;

import org.jspecify.annotations.NullMarked;
