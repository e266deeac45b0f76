package io.meshprovisioner.testkit.aws;

import java.time.Duration;

/** What shall become of a resource that is about to be made. The call that makes it succeeds all the same. */
public sealed interface ResourceFate {

    /** It ends as failed, with the service's own failure code and message. */
    record Fails(String code, String message) implements ResourceFate {}

    /** It stays in its first state for ever. */
    record NeverReady() implements ResourceFate {}

    /** It takes this much longer. */
    record Slower(Duration by) implements ResourceFate {}
}
