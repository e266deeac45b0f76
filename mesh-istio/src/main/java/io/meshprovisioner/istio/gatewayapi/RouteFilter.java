package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.gatewayapi.step.NeedsFilter;
import io.meshprovisioner.istio.gatewayapi.step.NeedsName;
import io.meshprovisioner.istio.model.Part;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Something that happens to a request or its response. Source: HTTPRouteFilter, GRPCRouteFilter. */
public final class RouteFilter extends Part<RouteFilter> {
    static final NeedsFilter NEEDED = new Start();

    RouteFilter(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected RouteFilter copy(ObjectNode changed) {
        return new RouteFilter(changed);
    }

    private static RouteFilter of(String type, String field, Part<?> filter) {
        return new RouteFilter(Trees.empty()).set("type", type).set(field, filter);
    }

    /** What {@code type} says. */
    public Optional<String> type() {
        return text("type");
    }

    /** What {@code requestHeaderModifier} says. */
    public Optional<HeaderFilter> requestHeaderModifier() {
        return part("requestHeaderModifier", HeaderFilter::new);
    }

    /** What {@code responseHeaderModifier} says. */
    public Optional<HeaderFilter> responseHeaderModifier() {
        return part("responseHeaderModifier", HeaderFilter::new);
    }

    /** What {@code requestMirror} says. */
    public Optional<MirrorFilter> requestMirror() {
        return part("requestMirror", MirrorFilter::new);
    }

    /** What {@code requestRedirect} says. */
    public Optional<RedirectFilter> requestRedirect() {
        return part("requestRedirect", RedirectFilter::new);
    }

    /** What {@code urlRewrite} says. */
    public Optional<RewriteFilter> urlRewrite() {
        return part("urlRewrite", RewriteFilter::new);
    }

    /** What {@code cors} says. */
    public Optional<CorsFilter> cors() {
        return part("cors", CorsFilter::new);
    }

    /** What {@code extensionRef} says. */
    public Optional<ObjectRef> extensionRef() {
        return part("extensionRef", ObjectRef::new);
    }

    private static final class Start implements NeedsFilter {
        @Override
        public RouteFilter requestHeaderModifier(UnaryOperator<HeaderFilter> change) {
            return of("RequestHeaderModifier", "requestHeaderModifier", change.apply(new HeaderFilter(Trees.empty())));
        }

        @Override
        public RouteFilter responseHeaderModifier(UnaryOperator<HeaderFilter> change) {
            return of(
                    "ResponseHeaderModifier", "responseHeaderModifier", change.apply(new HeaderFilter(Trees.empty())));
        }

        @Override
        public RouteFilter requestMirror(Function<NeedsName<MirrorFilter>, MirrorFilter> mirror) {
            return of("RequestMirror", "requestMirror", mirror.apply(MirrorFilter::to));
        }

        @Override
        public RouteFilter requestRedirect(UnaryOperator<RedirectFilter> redirect) {
            return of("RequestRedirect", "requestRedirect", redirect.apply(new RedirectFilter(Trees.empty())));
        }

        @Override
        public RouteFilter urlRewrite(UnaryOperator<RewriteFilter> rewrite) {
            return of("URLRewrite", "urlRewrite", rewrite.apply(new RewriteFilter(Trees.empty())));
        }

        @Override
        public RouteFilter cors(UnaryOperator<CorsFilter> cors) {
            return of("CORS", "cors", cors.apply(new CorsFilter(Trees.empty())));
        }

        @Override
        public RouteFilter extensionRef(Function<NeedsName<ObjectRef>, ObjectRef> extension) {
            return of("ExtensionRef", "extensionRef", extension.apply(ObjectRef::named));
        }
    }
}
