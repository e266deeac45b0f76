package io.meshprovisioner.istio.gatewayapi.step;

import io.meshprovisioner.istio.gatewayapi.CorsFilter;
import io.meshprovisioner.istio.gatewayapi.HeaderFilter;
import io.meshprovisioner.istio.gatewayapi.MirrorFilter;
import io.meshprovisioner.istio.gatewayapi.ObjectRef;
import io.meshprovisioner.istio.gatewayapi.RedirectFilter;
import io.meshprovisioner.istio.gatewayapi.RewriteFilter;
import io.meshprovisioner.istio.gatewayapi.RouteFilter;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A filter that still needs to say what happens.
 */
public interface NeedsFilter {

    /** Headers of the request change. */
    RouteFilter requestHeaderModifier(UnaryOperator<HeaderFilter> change);

    /** Headers of the response change. */
    RouteFilter responseHeaderModifier(UnaryOperator<HeaderFilter> change);

    /** A copy of the requests goes to another service. */
    RouteFilter requestMirror(Function<NeedsName<MirrorFilter>, MirrorFilter> mirror);

    /** The answer is a redirect; HTTPRoute only, and without backends. */
    RouteFilter requestRedirect(UnaryOperator<RedirectFilter> redirect);

    /** Host and path are rewritten; HTTPRoute only. */
    RouteFilter urlRewrite(UnaryOperator<RewriteFilter> rewrite);

    /** Cross-origin resource sharing; HTTPRoute only. */
    RouteFilter cors(UnaryOperator<CorsFilter> cors);

    /** A filter of the implementation. */
    RouteFilter extensionRef(Function<NeedsName<ObjectRef>, ObjectRef> extension);
}
