package io.meshprovisioner.istio.traffic.policy;

import java.util.ArrayList;
import java.util.List;

/** Tests of the identity in a certificate, {@code spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/ACCOUNT}. */
final class Identities {
    static final String SCHEME = "spiffe://";

    private Identities() {}

    /** A whole identity without the scheme; a star at an end stands for any text. */
    static TextTest principal(String said) {
        if (said.equals("*")) {
            return StarPattern.notEmpty()::matches;
        }
        if (said.startsWith("*")) {
            String end = said.substring(1);
            return identity -> identity.length() >= SCHEME.length() + end.length()
                    && identity.startsWith(SCHEME)
                    && identity.endsWith(end);
        }
        return said.endsWith("*")
                ? StarPattern.prefix(SCHEME + said.substring(0, said.length() - 1))::matches
                : StarPattern.exact(SCHEME + said)::matches;
    }

    /** A namespace; a star anywhere stands for any text, also for slashes. */
    static TextTest namespace(String said) {
        String[] literals = ("/ns/" + said + "/").split("\\*", -1);
        return identity -> {
            int from = 0;
            for (String literal : literals) {
                int found = identity.indexOf(literal, from);
                if (found < 0) {
                    return false;
                }
                from = found + literal.length();
            }
            return true;
        };
    }

    /** An account of a namespace; further parts may stand between both and after the account, as SPIFFE allows. */
    static TextTest serviceAccount(String ownNamespace, String said) {
        int slash = said.indexOf('/');
        String space = "/ns/" + (slash < 0 ? ownNamespace : said.substring(0, slash)) + "/";
        String account = "sa/" + said.substring(slash + 1);
        return identity -> {
            if (!identity.startsWith(SCHEME)) {
                return false;
            }
            for (int at = identity.indexOf(space, SCHEME.length() + 1); at >= 0; at = identity.indexOf(space, at + 1)) {
                if (hasAccount(identity, at + space.length(), account)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static boolean hasAccount(String identity, int start, String account) {
        for (int at = identity.indexOf(account, start); at >= 0; at = identity.indexOf(account, at + 1)) {
            boolean begins = at == start || (at > start + 1 && identity.charAt(at - 1) == '/');
            int end = at + account.length();
            boolean ends = end == identity.length() || (identity.charAt(end) == '/' && end + 1 < identity.length());
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    /** A trust domain; one star stands for any text. */
    static TextTest trustDomain(String said) {
        if (said.equals("*")) {
            return StarPattern.prefix(SCHEME)::matches;
        }
        int star = said.indexOf('*');
        if (star < 0) {
            return StarPattern.prefix(SCHEME + said + "/")::matches;
        }
        String begin = SCHEME + said.substring(0, star);
        String end = said.substring(star + 1);
        return identity -> {
            int slash = identity.indexOf('/', SCHEME.length());
            return slash >= begin.length() + end.length()
                    && identity.startsWith(begin)
                    && identity.startsWith(end, slash - end.length());
        };
    }

    /**
     * The principals that a principal of a policy stands for: a trust domain that is the mesh's or one of its aliases, or
     * {@code cluster.local}, stands for all of these.
     */
    static List<String> withAliases(String principal, List<String> trustDomains) {
        String[] parts = principal.split("/", -1);
        if (parts.length != 5 || parts[0].equals("*") || !names(parts[0], trustDomains)) {
            return List.of(principal);
        }
        String rest = principal.substring(parts[0].length());
        List<String> all = new ArrayList<>();
        for (String domain : trustDomains) {
            String one = parts[0].startsWith("*") && domain.endsWith(parts[0].substring(1)) ? principal : domain + rest;
            if (!all.contains(one)) {
                all.add(one);
            }
        }
        return all;
    }

    private static boolean names(String domain, List<String> trustDomains) {
        return domain.equals("cluster.local")
                || trustDomains.stream()
                        .anyMatch(known -> known.equals(domain)
                                || known.equals("*")
                                || isPattern(domain, known)
                                || isPattern(known, domain));
    }

    private static boolean isPattern(String text, String pattern) {
        return (pattern.endsWith("*") && text.startsWith(pattern.substring(0, pattern.length() - 1)))
                || (pattern.startsWith("*") && text.endsWith(pattern.substring(1)));
    }

    /** A trust domain of the mesh stands for all of them. */
    static List<String> domainAliases(String said, List<String> trustDomains) {
        return trustDomains.contains(said) ? trustDomains : List.of(said);
    }

    /** A test of a text that is there. */
    interface TextTest {
        boolean matches(String text);
    }
}
