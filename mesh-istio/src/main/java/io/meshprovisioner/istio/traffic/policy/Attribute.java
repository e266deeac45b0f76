package io.meshprovisioner.istio.traffic.policy;

import io.meshprovisioner.istio.traffic.question.Claims;
import io.meshprovisioner.istio.traffic.snapshot.AddressBlock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that rules ask about a call.
 *
 * @param name the field or condition key that asks
 * @param httpOnly whether plain connections have nothing of the kind
 * @param shown what a call has of it, in words
 * @param test how one value is compared; empty for a value that cannot be
 */
record Attribute(
        String name,
        boolean httpOnly,
        Function<Attributes, @Nullable Object> shown,
        Function<String, Optional<Test>> test) {

    /** Whether a call has one value. */
    interface Test {
        boolean holds(Attributes call);
    }

    static Attribute hosts(String name) {
        return new Attribute(name, true, Attributes::authority, value -> {
            StarPattern match = StarPattern.ofHost(value);
            return test(call -> match.matches(call.authority()));
        });
    }

    static Attribute methods(String name) {
        return new Attribute(name, true, Attributes::method, value -> {
            StarPattern match = StarPattern.ofHeader(value);
            return test(call -> match.matches(call.method()));
        });
    }

    static Attribute paths(String name) {
        return new Attribute(name, true, Attribute::path, value -> {
            if (PathTemplate.isOne(value)) {
                PathTemplate template = PathTemplate.of(value);
                return test(call -> template.matches(path(call)));
            }
            StarPattern match = StarPattern.of(value);
            return test(call -> match.matches(path(call)));
        });
    }

    private static String path(Attributes call) {
        String path = call.path();
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '?' || path.charAt(i) == '#') {
                return path.substring(0, i);
            }
        }
        return path;
    }

    static Attribute ports(String name) {
        return new Attribute(name, false, Attributes::destinationPort, value -> {
            int port = port(value);
            return port < 0 ? Optional.empty() : test(call -> call.destinationPort() == port);
        });
    }

    private static int port(String value) {
        try {
            int port = value.startsWith("+") ? -1 : Integer.parseInt(value);
            return port <= 65535 ? port : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    static Attribute address(String name, Function<Attributes, String> address) {
        return new Attribute(name, false, address::apply, value -> AddressBlock.parse(value)
                .map(block -> call -> block.contains(address.apply(call))));
    }

    static Attribute serverName(String name) {
        return new Attribute(name, false, Attributes::serverName, value -> {
            StarPattern match = StarPattern.of(value);
            return test(call -> match.matches(call.serverName()));
        });
    }

    static Attribute identity(String name, Function<String, Identities.TextTest> reading) {
        return new Attribute(name, false, Attributes::principal, value -> {
            Identities.TextTest match = reading.apply(value);
            return test(call -> {
                String identity = call.principal();
                return identity != null && match.matches(identity);
            });
        });
    }

    static Attribute header(String name, String header) {
        return new Attribute(name, true, call -> call.header(header), value -> {
            StarPattern match = StarPattern.ofHeader(value);
            return test(call -> match.matches(call.header(header)));
        });
    }

    /** Issuer and subject of a token, parted by the last slash; a star may stand for one side or for both. */
    static Attribute requestPrincipals(String name) {
        return new Attribute(name, true, Attribute::requestPrincipal, value -> {
            int slash = value.lastIndexOf('/');
            String first = slash < 0 ? value : value.substring(0, slash);
            String last = slash < 0 ? "" : value.substring(slash + 1);
            StarPattern issuer = StarPattern.exact(first);
            StarPattern subject = StarPattern.exact(last);
            if (value.equals("*")) {
                issuer = StarPattern.notEmpty();
                subject = issuer;
            } else if (value.startsWith("*")) {
                issuer = slash < 0 || first.equals("*")
                        ? StarPattern.notEmpty()
                        : StarPattern.suffix(first.substring(1));
                subject = slash < 0 ? StarPattern.suffix(value.substring(1)) : subject;
            } else if (value.endsWith("*")) {
                issuer = slash < 0 ? StarPattern.prefix(value.substring(0, value.length() - 1)) : issuer;
                subject = slash < 0 || last.equals("*")
                        ? StarPattern.notEmpty()
                        : StarPattern.prefix(last.substring(0, last.length() - 1));
            }
            StarPattern iss = issuer;
            StarPattern sub = subject;
            return test(call -> iss.matches(text(call.claims().get("iss")))
                    && sub.matches(text(call.claims().get("sub"))));
        });
    }

    private static @Nullable Object requestPrincipal(Attributes call) {
        String issuer = text(call.claims().get("iss"));
        String subject = text(call.claims().get("sub"));
        return issuer == null && subject == null ? null : issuer + "/" + subject;
    }

    private static @Nullable String text(@Nullable Object claim) {
        return claim instanceof String text ? text : null;
    }

    /** A claim by its path; of a list, one element is enough. Only texts are compared. */
    static Attribute claim(String name, List<String> path) {
        return new Attribute(name, true, call -> claim(call, path), value -> {
            StarPattern match = StarPattern.of(value);
            return test(call -> Claims.fits(call.claims(), path, match::matches));
        });
    }

    private static @Nullable Object claim(Attributes call, List<String> path) {
        Object at = call.claims();
        for (String step : path) {
            at = at instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return at;
    }

    /** What other filters of the proxy have left behind, of which nothing is known here: no value is ever had. */
    static Attribute unknown(String name) {
        return new Attribute(name, false, call -> null, value -> test(call -> false));
    }

    private static Optional<Test> test(Test test) {
        return Optional.of(test);
    }
}
