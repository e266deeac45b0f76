package io.meshprovisioner.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.plan.CallFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.CreateClusterRequest;
import software.amazon.awssdk.services.eks.model.DeleteClusterRequest;
import software.amazon.awssdk.services.eks.model.TagResourceRequest;

/**
 * The contract of the default HTTP client: a changing request whose connection drops without an answer arrives once.
 * HttpURLConnection sends again by itself what it holds in a buffer; the SDK streams what has a body. The server here
 * answers one request, so that the next goes over a kept connection, and then drops.
 */
class SilentResendTest {
    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private Rig rig;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(this::accept, "dropping-server");
        acceptor.setDaemon(true);
        acceptor.start();
        rig = new Rig(
                UrlConnectionHttpClient.create(), Optional.of(URI.create("http://127.0.0.1:" + server.getLocalPort())));
        rig.calls.ec2().read(DescribeVpcsRequest.builder().build(), Ec2Client::describeVpcs);
        assertThat(arrived).hasSize(1);
    }

    @AfterEach
    void stop() throws IOException {
        rig.close();
        server.close();
    }

    @Test
    void createOfTheQueryProtocolArrivesOnce() {
        CreateVpcRequest create =
                CreateVpcRequest.builder().cidrBlock("10.0.0.0/16").build();
        assertThatThrownBy(() -> rig.calls.ec2().change(Rig.permit(Rig.NOW), create, Ec2Client::createVpc))
                .isInstanceOf(CallFailure.class);
        assertThat(arrived).hasSize(2).last().asString().startsWith("POST /");
    }

    @Test
    void createOfTheJsonProtocolArrivesOnce() {
        CreateClusterRequest create =
                CreateClusterRequest.builder().name("mesh").roleArn("arn").build();
        assertThatThrownBy(() -> rig.calls.eks().change(Rig.permit(Rig.NOW), create, EksClient::createCluster))
                .isInstanceOf(CallFailure.class);
        assertThat(arrived).hasSize(2).last().asString().startsWith("POST /clusters");
    }

    @Test
    void tagArrivesOnce() {
        TagResourceRequest tag = TagResourceRequest.builder()
                .resourceArn("arn")
                .tags(java.util.Map.of("a", "b"))
                .build();
        assertThatThrownBy(() -> rig.calls.eks().change(Rig.permit(Rig.NOW), tag, EksClient::tagResource))
                .isInstanceOf(CallFailure.class);
        assertThat(arrived).hasSize(2);
    }

    @Test
    void deletionWithoutABodyArrivesOnce() {
        DeleteClusterRequest delete =
                DeleteClusterRequest.builder().name("mesh").build();
        assertThatThrownBy(() -> rig.calls.eks().change(Rig.permit(Rig.NOW), delete, EksClient::deleteCluster))
                .isInstanceOf(CallFailure.class);
        assertThat(arrived).hasSize(2);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread handler = new Thread(() -> handle(socket), "dropping-connection");
                handler.setDaemon(true);
                handler.start();
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    private void handle(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                String head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                in.readNBytes(length(head));
                arrived.add(head.substring(0, head.indexOf("\r\n")));
                if (arrived.size() > 1) {
                    return;
                }
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // the client went first
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        int next;
        while (!head.toString().endsWith("\r\n\r\n") && (next = in.read()) >= 0) {
            head.append((char) next);
        }
        return head.toString();
    }

    private static int length(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).trim()))
                .findFirst()
                .orElse(0);
    }
}
