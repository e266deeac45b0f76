package io.meshprovisioner.testkit.aws;

import java.time.Instant;
import java.util.Map;

/** A CloudWatch log group. */
record LogGroup(String name, Instant created, Map<String, String> tags) {}
