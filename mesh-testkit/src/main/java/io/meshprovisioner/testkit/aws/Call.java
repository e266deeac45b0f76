package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.time.Instant;

/** One authenticated API call. */
record Call(Site site, AccessKey caller) {

    Region here() {
        return site.here();
    }

    Instant now() {
        return site.now();
    }

    /** An operation of a query-protocol service: reads members, takes its effect, writes the result. */
    @FunctionalInterface
    interface QueryHandler {
        void answer(Call call, Params in, Xml out);
    }
}
