package io.meshprovisioner.istio.model;

import java.util.List;
import java.util.Optional;

/**
 * A rule of a VirtualService for HTTP: what it takes and the one thing that it does. The first rule that takes a request
 * decides. {@link OtherRoute} is what a document may say and a rule should not: no action, or several.
 */
public sealed interface HttpRoute permits ForwardRoute, RedirectRoute, DirectResponseRoute, DelegateRoute, OtherRoute {

    /** The name of the rule. */
    Optional<String> name();

    /** What the rule takes, one of these; everything when empty. */
    List<HttpMatch> match();
}
