package io.meshprovisioner.testkit.memory;

import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.Gate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/** The wire below the AWS SDK, without a network: requests go straight to the gate. */
final class InMemoryAws implements SdkHttpClient {
    private final Gate gate;

    InMemoryAws(Gate gate) {
        this.gate = gate;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest execute) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return send(execute);
            }

            @Override
            public void abort() {}
        };
    }

    private HttpExecuteResponse send(HttpExecuteRequest execute) throws IOException {
        SdkHttpRequest sdk = execute.httpRequest();
        byte[] body = new byte[0];
        if (execute.contentStreamProvider().isPresent()) {
            try (InputStream stream = execute.contentStreamProvider().get().newStream()) {
                body = stream.readAllBytes();
            }
        }
        Request request = new Request(
                sdk.method().name(),
                sdk.encodedPath().isEmpty() ? "/" : sdk.encodedPath(),
                sdk.encodedQueryParameters().orElse(""),
                sdk.headers(),
                body);
        Response response = join(gate, request);
        SdkHttpFullResponse.Builder answer = SdkHttpFullResponse.builder().statusCode(response.status());
        response.headers().forEach(answer::putHeader);
        return HttpExecuteResponse.builder()
                .response(answer.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(response.body())))
                .build();
    }

    private static Response join(Gate gate, Request request) throws IOException {
        try {
            return gate.aws(request).toCompletableFuture().join();
        } catch (CompletionException dropped) {
            throw new IOException("The connection was dropped.", dropped);
        }
    }

    @Override
    public void close() {}
}
