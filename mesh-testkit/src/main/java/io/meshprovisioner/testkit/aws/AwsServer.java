package io.meshprovisioner.testkit.aws;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.common.JettySettings;
import com.github.tomakehurst.wiremock.common.Notifier;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.Gate;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wiremock.org.eclipse.jetty.io.NetworkTrafficListener;
import wiremock.org.eclipse.jetty.server.HttpConnectionFactory;
import wiremock.org.eclipse.jetty.server.ServerConnector;

/**
 * The account behind HTTP, on WireMock: one endpoint on 127.0.0.1 for all services and regions, told apart by each
 * request's signature. A request whose answer is to be lost has its connection closed without a byte.
 */
public final class AwsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AwsServer.class);
    /** Requests that the sandbox may hold at a time, and what Jetty needs besides. */
    private static final int THREADS = 64 + 16;

    private final WireMockServer server;

    private AwsServer(WireMockServer server) {
        this.server = server;
    }

    /** Starts on a free port. */
    public static AwsServer start(Gate gate) {
        return start(gate, 0);
    }

    /**
     * Starts on a port.
     *
     * @param port 0 for a free one
     */
    public static AwsServer start(Gate gate, int port) {
        WireMockConfiguration configuration = WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .containerThreads(THREADS)
                .jettyAcceptors(1)
                .disableRequestJournal()
                .gzipDisabled(true)
                .stubRequestLoggingDisabled(true)
                .notifier(new Log())
                .httpServerFactory(VerbatimHeaders::new)
                .extensions(new Door(gate));
        WireMockServer server = new WireMockServer(port == 0 ? configuration.dynamicPort() : configuration.port(port));
        server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse()));
        server.start();
        return new AwsServer(server);
    }

    /** Where clients send their requests; what AWS_ENDPOINT_URL takes. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    @Override
    public void close() {
        server.stop();
    }

    /** Hands requests in and waits on Jetty's thread for the answer. */
    private record Door(Gate gate) implements ResponseDefinitionTransformerV2 {
        @Override
        public String getName() {
            return "aws-account";
        }

        @Override
        public ResponseDefinition transform(ServeEvent event) {
            try {
                Response response = gate.aws(request(event.getRequest()))
                        .toCompletableFuture()
                        .get();
                ResponseDefinitionBuilder answer = ResponseDefinitionBuilder.responseDefinition()
                        .withStatus(response.status())
                        .withBody(response.body());
                response.headers().forEach(answer::withHeader);
                return answer.build();
            } catch (ExecutionException e) {
                LOG.debug("A connection is dropped without an answer.", e);
                return dropped();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return dropped();
            }
        }

        private static ResponseDefinition dropped() {
            return ResponseDefinitionBuilder.responseDefinition()
                    .withFault(Fault.EMPTY_RESPONSE)
                    .build();
        }

        private static Request request(com.github.tomakehurst.wiremock.http.Request request) {
            Map<String, List<String>> headers = new LinkedHashMap<>();
            for (String name : request.getAllHeaderKeys()) {
                headers.put(name, request.getHeaders().getHeader(name).values());
            }
            String url = request.getUrl();
            int query = url.indexOf('?');
            byte[] body = request.getBody();
            return new Request(
                    request.getMethod().getName(),
                    query < 0 ? url : url.substring(0, query),
                    query < 0 ? "" : url.substring(query + 1),
                    headers,
                    body == null ? new byte[0] : body);
        }
    }

    /** Jetty rewrites well-known header values in its own spelling, which would break signatures over them. */
    private static final class VerbatimHeaders extends Jetty11HttpServer {
        VerbatimHeaders(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
            super(options, admin, stubs);
        }

        @Override
        protected ServerConnector createHttpConnector(
                String address, int port, JettySettings settings, NetworkTrafficListener listener) {
            ServerConnector connector = super.createHttpConnector(address, port, settings, listener);
            connector
                    .getConnectionFactory(HttpConnectionFactory.class)
                    .getHttpConfiguration()
                    .setHeaderCacheCaseSensitive(true);
            return connector;
        }
    }

    /** WireMock's own messages: debugging detail of the sandbox. */
    private static final class Log implements Notifier {
        @Override
        public void info(String message) {
            LOG.debug("{}", message);
        }

        @Override
        public void error(String message) {
            LOG.warn("{}", message);
        }

        @Override
        public void error(String message, Throwable cause) {
            LOG.warn("{}", message, cause);
        }
    }
}
