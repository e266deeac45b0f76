package io.meshprovisioner.testkit.kube;

import io.meshprovisioner.testkit.world.Gate;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.xnio.IoUtils;

/** Connections that clients upgrade to WebSockets: into pods' ports and containers, in the protocols that kubelets speak. */
final class Upgrades {
    private static final String V4 = "v4.channel.k8s.io";
    private static final String V5 = "v5.channel.k8s.io";

    private final PortForwards forwards;
    private final Commands commands;

    Upgrades(Gate gate) {
        this.forwards = new PortForwards(gate);
        this.commands = new Commands(gate);
    }

    static boolean asked(HttpServerExchange exchange) {
        return "websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst(Headers.UPGRADE));
    }

    void serve(HttpServerExchange exchange, UpgradeOpening opening) {
        boolean command = !opening.command().isEmpty();
        WebSocketConnectionCallback begin = (upgraded, channel) -> {
            if (command) {
                commands.begin(channel, opening);
            } else {
                forwards.begin(channel, opening);
            }
        };
        WebSocketProtocolHandshakeHandler handshake = new WebSocketProtocolHandshakeHandler(
                List.of(new Hybi13Handshake(command ? Set.of(V4, V5) : Set.of(V4), false)), begin);
        try {
            handshake.handleRequest(exchange);
        } catch (Exception e) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    /** One frame: the channel, and what it carries. */
    static void send(WebSocketChannel channel, int on, byte[] content) {
        ByteBuffer frame = ByteBuffer.allocate(1 + content.length);
        frame.put((byte) on).put(content).flip();
        WebSockets.sendBinary(frame, channel, null);
    }

    static void close(WebSocketChannel channel) {
        WebSockets.sendClose(CloseMessage.NORMAL_CLOSURE, "", channel, null);
    }
}
