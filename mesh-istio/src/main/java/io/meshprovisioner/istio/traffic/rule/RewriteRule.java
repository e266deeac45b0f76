package io.meshprovisioner.istio.traffic.rule;

/**
 * HTTPRewrite.
 *
 * @param uri what takes the place of the matched part of the path; empty to keep it
 * @param regex an RE2 expression whose places in the path are replaced; empty for none
 * @param substitution what takes their place, with {@code \1} for groups
 * @param authority the new authority; empty to keep it
 */
public record RewriteRule(String uri, String regex, String substitution, String authority) {}
