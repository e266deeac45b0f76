package io.meshprovisioner.istio.model.step;

/**
 * A rewrite by regular expression that still needs the expression.
 */
public interface NeedsRegexMatch {

    /** An RE2 regular expression over the path. */
    NeedsReplacement match(String regex);
}
