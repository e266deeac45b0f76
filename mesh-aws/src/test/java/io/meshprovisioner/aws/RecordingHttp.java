package io.meshprovisioner.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Keeps what is sent and answers what it was told. */
final class RecordingHttp implements SdkHttpClient {
    final List<SdkHttpRequest> sent = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    boolean closed;

    interface Answer {
        HttpExecuteResponse answer() throws IOException;
    }

    RecordingHttp answer(int status, String body) {
        answers.add(() -> response(status, body));
        return this;
    }

    RecordingHttp fail(IOException failure) {
        answers.add(() -> {
            throw failure;
        });
        return this;
    }

    private static HttpExecuteResponse response(int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder()
                        .statusCode(status)
                        .putHeader("Content-Length", String.valueOf(bytes.length))
                        .build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
                .build();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                sent.add(request.httpRequest());
                Answer answer = answers.poll();
                return answer == null ? response(200, "") : answer.answer();
            }

            @Override
            public void abort() {}
        };
    }

    @Override
    public String clientName() {
        return "recording";
    }

    @Override
    public void close() {
        closed = true;
    }

    String header(int index, String name) {
        return sent.get(index).firstMatchingHeader(name).orElse("");
    }
}
