package io.meshprovisioner.spec;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The user's tags, which must suit every service: IAM's rules are the strictest. */
final class TagCheck {
    private static final int LIMIT = 50;

    /** Name, whose it is, which it is, and what EKS and the load balancers' controllers ask for. */
    private static final int OURS = 10;

    private static final int KEY_LIMIT = 128;
    private static final int VALUE_LIMIT = 256;
    private static final Pattern TEXT = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    private TagCheck() {}

    static void run(Map<String, String> tags, Problems problems) {
        if (tags.size() > LIMIT - OURS) {
            problems.add(
                    "tags",
                    "There are " + tags.size() + " tags; AWS takes " + LIMIT + " on a resource, and we need " + OURS
                            + " of them.",
                    "Keep " + (LIMIT - OURS) + " at most.");
        }
        Map<String, String> lowerCase = new HashMap<>();
        tags.forEach((key, value) -> {
            String path = "tags[" + Problems.shown(key) + "]";
            key(path, key, problems);
            value(path, value, problems);
            String other = lowerCase.putIfAbsent(key.toLowerCase(Locale.ROOT), key);
            if (other != null) {
                problems.add(
                        path,
                        "It differs from the tag \"" + Problems.shown(other)
                                + "\" in case only, which IAM does not tell apart.",
                        "Keep one of them.");
            }
        });
    }

    private static void key(String path, String key, Problems problems) {
        if (key.isEmpty() || key.length() > KEY_LIMIT) {
            problems.add(path, "The key has " + key.length() + " characters.", "Use 1 to " + KEY_LIMIT + ".");
        }
        String lower = key.toLowerCase(Locale.ROOT);
        if (lower.startsWith("aws:")) {
            problems.add(path, "Keys that start with aws: belong to AWS.", "Choose another key.");
        } else if (key.startsWith("mesh-provisioner/") || key.startsWith("kubernetes.io/") || key.equals("Name")) {
            problems.add(
                    path,
                    "This key says whose a resource is, and is set by this library.",
                    "Choose another key, such as \"team\".");
        }
        characters(path, "key", key, problems);
    }

    private static void value(String path, String value, Problems problems) {
        if (value.length() > VALUE_LIMIT) {
            problems.add(path, "The value has " + value.length() + " characters.", "Use " + VALUE_LIMIT + " at most.");
        }
        characters(path, "value", value, problems);
    }

    private static void characters(String path, String what, String text, Problems problems) {
        if (!TEXT.matcher(text).matches()) {
            problems.add(
                    path,
                    "The " + what + " \"" + Problems.shown(text) + "\" has characters that AWS does not take.",
                    "Use letters, digits, spaces and _ . : / = + - @.");
        }
    }
}
