package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What a route does instead of, or before, forwarding: redirect, answer, rewrite. */
final class HttpActionRules {
    private static final int LARGE_BODY = 100 * 1024;
    private static final int TOO_LARGE_BODY = 1024 * 1024;

    private final Context context;

    HttpActionRules(Context context) {
        this.context = context;
    }

    /** Istio reports the first problem of a redirect only. */
    void checkRedirect(Node redirect) {
        if (!redirect.present()) {
            return;
        }
        Node port = redirect.lastOf("port", "derivePort");
        long code = redirect.integer("redirectCode");
        String scheme = redirect.text("scheme");
        if (redirect.text("uri").isEmpty()
                && redirect.text("authority").isEmpty()
                && scheme.isEmpty()
                && !port.present()) {
            context.error(
                    redirect,
                    "virtualservice.http.redirect-empty",
                    "the redirect says neither uri nor authority nor scheme nor port",
                    "Set at least one of them");
        } else if (code != 0 && (code < 300 || code > 399)) {
            context.error(
                    redirect.get("redirectCode"),
                    "virtualservice.http.redirect-code",
                    code + " is no code of a redirect",
                    "Use 301, 302, 303, 307 or 308");
        } else if (!List.of("", "http", "https").contains(scheme)) {
            context.error(
                    redirect.get("scheme"),
                    "virtualservice.http.redirect-scheme",
                    "\"" + scheme + "\" is no scheme to redirect to",
                    "Use http or https");
        } else if (port.name().equals("port") && port.integer() > 0) {
            Ports.checkNumber(context, port);
        }
    }

    void checkDirectResponse(Node response) {
        if (!response.present()) {
            return;
        }
        Node body = response.get("body").lastOf("string", "bytes");
        int size = body.name().equals("bytes") ? base64Size(body.text()) : utf8Size(body.text());
        if (size > TOO_LARGE_BODY) {
            context.error(
                    body,
                    "virtualservice.http.direct-response-too-large",
                    "the body has " + size + " bytes, at most " + TOO_LARGE_BODY + " are allowed",
                    "Serve it from a workload");
        } else if (size > LARGE_BODY) {
            context.warn(
                    body,
                    "virtualservice.http.direct-response-large",
                    "the body has " + size + " bytes, which every proxy has to be sent",
                    "Keep it below " + LARGE_BODY + " bytes, or serve it from a workload");
        }
        HttpPolicyRules.checkStatus(context, response.get("status"));
    }

    /** Istio reports the first problem of a rewrite only. */
    void checkRewrite(Node rewrite) {
        if (!rewrite.present()) {
            return;
        }
        Node regex = rewrite.get("uriRegexRewrite");
        boolean uri = !rewrite.text("uri").isEmpty();
        if (uri && regex.present()) {
            context.error(
                    rewrite,
                    "virtualservice.http.rewrite-uri-twice",
                    "the rewrite has both uri and uriRegexRewrite",
                    "Keep one of the two");
        } else if (!uri && !regex.present() && rewrite.text("authority").isEmpty()) {
            context.error(
                    rewrite,
                    "virtualservice.http.rewrite-empty",
                    "the rewrite says neither uri nor uriRegexRewrite nor authority",
                    "Set at least one of them");
        } else if (regex.present()) {
            checkRegexRewrite(regex);
        }
    }

    private void checkRegexRewrite(Node regex) {
        if (regex.text("match").isEmpty() || regex.text("rewrite").isEmpty()) {
            context.error(
                    regex,
                    "virtualservice.http.rewrite-regex",
                    "uriRegexRewrite needs both match and rewrite",
                    "Set match to the expression and rewrite to what replaces it, such as \\1");
        } else {
            StringMatches.checkExpression(context, regex.get("match"), "uri rewrite");
        }
    }

    private static int utf8Size(String text) {
        return text.length() <= LARGE_BODY / 4 ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static int base64Size(String text) {
        try {
            return Base64.getDecoder().decode(text).length;
        } catch (IllegalArgumentException e) {
            return 0; // the decode layer reports it
        }
    }
}
