package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.IpAddresses;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values that an AuthorizationPolicy compares with. Of most lists Istio reports the first wrong value only. */
final class AuthorizationValues {
    private static final int MAX_SERVICE_ACCOUNTS = 16;
    private static final int MAX_SERVICE_ACCOUNT_LENGTH = 320;
    private static final String ONE = "{*}";
    private static final String ANY = "{**}";
    private static final Pattern PATH_SEGMENT = Pattern.compile("[a-zA-Z0-9\\-._~%!$&'()+,;:@=]+");
    private static final Pattern PORT = Pattern.compile("[0-9]+");
    private static final Set<String> PLAIN_ATTRIBUTES = Set.of(
            "source.namespace",
            "source.principal",
            "request.auth.principal",
            "request.auth.audiences",
            "request.auth.presenter",
            "connection.sni");

    private final Context context;

    AuthorizationValues(Context context) {
        this.context = context;
    }

    void checkNotEmpty(Node list) {
        report(list, emptyProblem(list.items()));
    }

    void checkServiceAccounts(Node list) {
        report(list, serviceAccountProblem(list.items()));
    }

    void checkTrustDomains(Node list) {
        String problem = wildcardProblem(list.items());
        if (problem == null
                && list.items().stream().anyMatch(item -> item.text().contains("/"))) {
            problem = "a trust domain has no slash";
        }
        report(list, problem);
    }

    /** All wrong addresses are reported. */
    void checkIps(Node list) {
        for (Node item : list.items()) {
            if (!isIp(item.text())) {
                report(item, "\"" + item.text() + "\" is neither an IP address nor a CIDR block");
            }
        }
    }

    /** All wrong ports are reported. */
    void checkPorts(Node list) {
        for (Node item : list.items()) {
            if (!isPort(item.text())) {
                report(item, "\"" + item.text() + "\" is no port");
            }
        }
    }

    void checkPaths(Node list) {
        for (Node item : list.items()) {
            String problem = pathProblem(item.text());
            if (problem != null) {
                report(item, problem);
                return;
            }
        }
    }

    /** Of a condition everything that is wrong with its values makes one finding. */
    void checkAttribute(String key, Node when, String field) {
        List<Node> values = when.items(field);
        String problem = emptyProblem(values);
        report(when.get(values.isEmpty() ? "key" : field), problem == null ? attributeProblem(key, values) : problem);
    }

    private static @Nullable String attributeProblem(String key, List<Node> values) {
        if (key.startsWith("request.headers")
                || key.startsWith("request.auth.claims")
                || key.startsWith("experimental.envoy.filters.")) {
            return hasBrackets(key) ? null : "the key \"" + key + "\" should have the form a[b]";
        }
        if (PLAIN_ATTRIBUTES.contains(key)) {
            return null;
        }
        return switch (key) {
            case "source.ip", "remote.ip", "destination.ip" ->
                values.stream().allMatch(value -> isIp(value.text()))
                        ? null
                        : "a value of " + key + " is neither an IP address nor a CIDR block";
            case "destination.port" ->
                values.stream().allMatch(value -> isPort(value.text())) ? null : "a value of " + key + " is no port";
            case "source.serviceAccount" -> serviceAccountProblem(values);
            case "source.trustDomain" -> wildcardProblem(values);
            case "destination.namespace" -> key + " cannot be asked for: a policy holds in the namespace it lives in";
            case "destination.name", "destination.user" -> key + " was understood by v1alpha1 only";
            default ->
                key.startsWith("destination.labels")
                        ? key + " cannot be asked for: use the policy's selector"
                        : "the key \"" + key + "\" is unknown";
        };
    }

    private static @Nullable String emptyProblem(List<Node> values) {
        for (Node value : values) {
            if (value.text().isEmpty()) {
                return "a value is empty";
            }
        }
        return null;
    }

    private static @Nullable String wildcardProblem(List<Node> values) {
        String empty = emptyProblem(values);
        if (empty != null) {
            return empty;
        }
        for (Node value : values) {
            String text = value.text();
            int star = text.indexOf('*');
            if (star != text.lastIndexOf('*')) {
                return "\"" + text + "\" has more than one wildcard";
            }
            if (star > 0 && star < text.length() - 1) {
                return "\"" + text + "\" has a wildcard in its middle";
            }
        }
        return null;
    }

    private static @Nullable String serviceAccountProblem(List<Node> values) {
        if (values.size() > MAX_SERVICE_ACCOUNTS) {
            return "there are more than " + MAX_SERVICE_ACCOUNTS + " service accounts";
        }
        for (Node value : values) {
            String text = value.text();
            int slash = text.indexOf('/');
            if (text.isEmpty()
                    || text.contains("*")
                    || slash != text.lastIndexOf('/')
                    || slash == 0
                    || slash == text.length() - 1
                    || text.length() > MAX_SERVICE_ACCOUNT_LENGTH) {
                return "\"" + text + "\" is neither a service account nor namespace/serviceAccount";
            }
        }
        return null;
    }

    private static @Nullable String pathProblem(String path) {
        boolean template = path.contains(ONE) || path.contains(ANY);
        boolean anySeen = false;
        for (String segment : strip(path).split("/", -1)) {
            boolean operator = segment.equals(ONE) || segment.equals(ANY);
            if (operator && anySeen) {
                return "{**} is not the last template in \"" + path + "\"";
            }
            if (operator) {
                anySeen = segment.equals(ANY);
            } else if (segment.indexOf('{') >= 0 || segment.indexOf('}') >= 0) {
                return "\"" + path + "\" has braces that are neither {*} nor {**}";
            } else if (template && !PATH_SEGMENT.matcher(segment).matches()) {
                return "\"" + segment + "\" in \"" + path + "\" cannot stand beside a template";
            }
        }
        return null;
    }

    private static String strip(String path) {
        int start = 0;
        int end = path.length();
        while (start < end && path.charAt(start) == '/') {
            start++;
        }
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(start, end);
    }

    private static boolean hasBrackets(String key) {
        int open = key.indexOf('[');
        return key.endsWith("]") && open > 0 && open < key.length() - 2;
    }

    private static boolean isIp(String text) {
        return text.contains("/") ? IpAddresses.isBlock(text) : IpAddresses.isAddress(text);
    }

    private static boolean isPort(String text) {
        return PORT.matcher(text).matches() && text.length() < 18 && Long.parseLong(text) <= 65535;
    }

    private void report(Node at, @Nullable String problem) {
        if (problem != null) {
            context.error(
                    at,
                    "authorizationpolicy.value",
                    problem,
                    "Correct the value; the reference of AuthorizationPolicy lists what each field takes");
        }
    }
}
