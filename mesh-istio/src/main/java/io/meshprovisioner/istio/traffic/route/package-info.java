/**
 * Routes as one proxy gets them: rules compiled for a port and a client into matchers and actions, and what an action
 * does to a request.
 */
@NullMarked
package io.meshprovisioner.istio.traffic.route;

import org.jspecify.annotations.NullMarked;
