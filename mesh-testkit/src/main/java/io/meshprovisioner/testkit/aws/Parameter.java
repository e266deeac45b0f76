package io.meshprovisioner.testkit.aws;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** An SSM parameter at its latest version. */
record Parameter(
        String name,
        String type,
        String value,
        int version,
        Instant modified,
        Optional<String> description,
        Map<String, String> tags) {

    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return "Parameter[" + name + " version " + version + "]";
    }
}
