package io.meshprovisioner.aws;

import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.IamSpec;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.time.Time;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

/** The calls of a session over an HTTP client of the test's, at a fixed instant. */
final class Rig implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-08-01T10:00:00Z");
    static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "secret"));

    final Time time = Time.system(Clock.fixed(NOW, ZoneOffset.UTC));
    final List<ApiCall> recorded = new ArrayList<>();
    final Clients clients;
    final AwsCalls calls;

    Rig(SdkHttpClient http) {
        this(http, Optional.empty());
    }

    Rig(SdkHttpClient http, Optional<URI> endpoint) {
        this.clients = new Clients("us-west-2", CREDENTIALS, endpoint, () -> http, Connections.DEFAULT, time, () -> {});
        this.calls = new AwsCalls(clients, time, recorded::add);
    }

    Scope scope(String mesh) {
        return new Scope(
                calls,
                new Names(mesh, "us-west-2"),
                new Tags(mesh, Map.of("team", "payments")),
                new Survey(),
                new Identity(calls, clients.region()),
                IamSpec.defaults());
    }

    static Permit permit(Instant at) {
        return new Permit(1, at);
    }

    /** A step with permits and without values. */
    static Step step() {
        return new Step() {
            @Override
            public <T> T get(Ref<T> ref) {
                throw new IllegalStateException("no value of " + ref);
            }

            @Override
            public Permit permit() {
                return Rig.permit(NOW);
            }

            @Override
            public Instant now() {
                return NOW;
            }
        };
    }

    @Override
    public void close() {
        calls.close();
        time.close();
    }
}
