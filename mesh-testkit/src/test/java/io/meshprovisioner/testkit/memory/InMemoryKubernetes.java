package io.meshprovisioner.testkit.memory;

import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.Gate;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.ResponseBody;
import okio.Buffer;

/** The wire below client-java, without a network: an interceptor that answers every request from the gate. */
final class InMemoryKubernetes implements Interceptor {
    static final String PREFIX = "/clusters/";

    private final Gate gate;

    InMemoryKubernetes(Gate gate) {
        this.gate = gate;
    }

    @Override
    public okhttp3.Response intercept(Chain chain) throws IOException {
        okhttp3.Request ours = chain.request();
        byte[] body = new byte[0];
        Map<String, List<String>> headers = new HashMap<>(ours.headers().toMultimap());
        if (ours.body() != null) {
            Buffer buffer = new Buffer();
            ours.body().writeTo(buffer);
            body = buffer.readByteArray();
            MediaType type = ours.body().contentType();
            if (type != null) {
                headers.put("content-type", List.of(type.toString()));
            }
        }
        String[] parts = ours.url().encodedPath().substring(PREFIX.length()).split("/", 3);
        String query = ours.url().encodedQuery();
        Request request = new Request(
                ours.method(), "/" + (parts.length > 2 ? parts[2] : ""), query == null ? "" : query, headers, body);
        Response response = send(new ClusterKey(parts[0], parts[1]), request);
        okhttp3.Response.Builder answer = new okhttp3.Response.Builder()
                .request(ours)
                .protocol(Protocol.HTTP_1_1)
                .code(response.status())
                .message("");
        response.headers().forEach(answer::header);
        String type = response.headers().getOrDefault("Content-Type", "application/json");
        return answer.body(ResponseBody.create(response.body(), MediaType.parse(type)))
                .build();
    }

    private Response send(ClusterKey cluster, Request request) throws IOException {
        try {
            return gate.kubernetes(cluster, request).toCompletableFuture().join();
        } catch (CompletionException dropped) {
            throw new IOException("The connection was dropped.", dropped);
        }
    }
}
