package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.Delegate;
import io.meshprovisioner.istio.model.DelegateRoute;
import io.meshprovisioner.istio.model.DirectResponseBody;
import io.meshprovisioner.istio.model.DirectResponseRoute;
import io.meshprovisioner.istio.model.ForwardRoute;
import io.meshprovisioner.istio.model.HttpDestination;
import io.meshprovisioner.istio.model.HttpMatch;
import io.meshprovisioner.istio.model.Redirect;
import io.meshprovisioner.istio.model.RedirectRoute;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * An HTTP rule that still needs to say what happens to the request.
 */
public interface NeedsAction {

    /** Named so, for traces, logs and {@code editRoute}. */
    NeedsAction named(String name);

    /** One more way to match: all that is said inside must hold, and one of several matches is enough. */
    NeedsAction match(UnaryOperator<HttpMatch> match);

    /** Forward to a host. */
    ForwardRoute route(String host);

    /** Forward to a subset of a host. */
    ForwardRoute route(String host, String subset);

    /** Forward to one destination. */
    ForwardRoute route(Function<NeedsHost<HttpDestination>, HttpDestination> destination);

    /** Forward to several destinations by weight. */
    ForwardRoute route(WeightedChoice first, WeightedChoice second, WeightedChoice... more);

    /** Forward to subsets of a host by weight. */
    ForwardRoute route(String host, Map<String, Integer> weightsBySubset);

    /** Answer with a redirect. */
    RedirectRoute redirect(Function<NeedsRedirectTarget, Redirect> redirect);

    /** Answer with this status and no body. Since 1.15. */
    DirectResponseRoute directResponse(int status);

    /** Answer with this status and body. Since 1.15. */
    DirectResponseRoute directResponse(int status, Function<NeedsBody, DirectResponseBody> body);

    /** Let the VirtualService of this name in the same namespace decide. */
    DelegateRoute delegate(String name);

    /** Let the VirtualService of this name in a namespace decide. */
    DelegateRoute delegate(Function<NeedsDelegateName, Delegate> delegate);
}
