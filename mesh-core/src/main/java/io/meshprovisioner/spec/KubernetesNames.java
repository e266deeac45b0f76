package io.meshprovisioner.spec;

import java.util.regex.Pattern;

/** The forms of names in Kubernetes: RFC 1123 and RFC 1035 labels, qualified names, label values. */
final class KubernetesNames {
    static final int LABEL_LIMIT = 63;

    private static final String LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
    private static final Pattern DNS_LABEL = Pattern.compile(LABEL);
    private static final Pattern SUBDOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?");

    private KubernetesNames() {}

    /** A namespace's name. */
    static boolean isDnsLabel(String text) {
        return text.length() <= LABEL_LIMIT && DNS_LABEL.matcher(text).matches();
    }

    /** The name of most objects. */
    static boolean isSubdomain(String text) {
        return text.length() <= 253 && SUBDOMAIN.matcher(text).matches();
    }

    /** A Service's name, which also starts with a letter. */
    static boolean isServiceName(String text) {
        return isDnsLabel(text) && Character.isLetter(text.charAt(0));
    }

    /** A label's or annotation's key: a name, or a DNS subdomain, a slash and a name. */
    static boolean isQualifiedName(String text) {
        int slash = text.indexOf('/');
        String prefix = slash < 0 ? "a" : text.substring(0, slash);
        String name = text.substring(slash + 1);
        return isSubdomain(prefix)
                && name.length() <= LABEL_LIMIT
                && NAME.matcher(name).matches();
    }

    /** A label's value. */
    static boolean isLabelValue(String text) {
        return text.isEmpty()
                || (text.length() <= LABEL_LIMIT && NAME.matcher(text).matches());
    }

    /** What comes before the slash of a key; empty without one. */
    static String prefix(String key) {
        return key.substring(0, Math.max(0, key.indexOf('/')));
    }
}
