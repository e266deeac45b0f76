package io.meshprovisioner.testkit.kube;

import io.meshprovisioner.testkit.kube.traffic.PodPrograms;
import io.meshprovisioner.testkit.world.Gate;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.WebSocketChannel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Port-forwards over a WebSocket, as kubelets serve them: for the n-th port, channel 2n carries its bytes and channel 2n+1
 * its errors, each beginning with the port as two bytes, the low one first. Programs in pods speak HTTP/1.
 */
final class PortForwards {
    private final Gate gate;

    PortForwards(Gate gate) {
        this.gate = gate;
    }

    void begin(WebSocketChannel channel, UpgradeOpening opening) {
        for (int i = 0; i < opening.ports().size(); i++) {
            int port = opening.ports().get(i);
            byte[] number = {(byte) port, (byte) (port >> 8)};
            Upgrades.send(channel, 2 * i, number);
            Upgrades.send(channel, 2 * i + 1, number);
        }
        channel.getReceiveSetter().set(new Forward(opening));
        channel.resumeReceives();
    }

    /** Collects requests, port by port, and sends what the pod's programs answer. */
    private final class Forward extends AbstractReceiveListener {
        private static final int END_OF_HEAD = 4;
        private static final long LARGEST = 1 << 20;

        private final UpgradeOpening opening;
        private final List<ByteArrayOutputStream> received;

        Forward(UpgradeOpening opening) {
            this.opening = opening;
            this.received = opening.ports().stream()
                    .map(port -> new ByteArrayOutputStream())
                    .toList();
        }

        @Override
        protected long getMaxBinaryBufferSize() {
            return LARGEST;
        }

        @Override
        protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
            try (var data = message.getData()) {
                for (ByteBuffer buffer : data.getResource()) {
                    take(channel, buffer);
                }
            }
        }

        private void take(WebSocketChannel channel, ByteBuffer frame) {
            if (!frame.hasRemaining()) {
                return;
            }
            int on = frame.get() & 0xff;
            byte[] content = new byte[frame.remaining()];
            frame.get(content);
            if (on % 2 == 0 && on / 2 < received.size()) {
                received.get(on / 2).writeBytes(content);
                answer(channel, on / 2);
            }
        }

        /** As many whole requests as there are. */
        private void answer(WebSocketChannel channel, int index) {
            ByteArrayOutputStream bytes = received.get(index);
            String text = bytes.toString(StandardCharsets.ISO_8859_1);
            for (int end = end(text); end >= 0; end = end(text)) {
                String head = text.substring(0, text.indexOf("\r\n\r\n"));
                text = text.substring(end);
                if (!respond(channel, index, head)) {
                    return;
                }
            }
            bytes.reset();
            bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Where the first request ends; -1 while it is not whole. */
        private static int end(String text) {
            int head = text.indexOf("\r\n\r\n");
            if (head < 0) {
                return -1;
            }
            int end = head
                    + END_OF_HEAD
                    + header(text.substring(0, head), "content-length")
                            .map(Integer::parseInt)
                            .orElse(0);
            return end <= text.length() ? end : -1;
        }

        private static Optional<String> header(String head, String name) {
            return head.lines()
                    .skip(1)
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }

        /** Whether the connection goes on. */
        private boolean respond(WebSocketChannel channel, int index, String head) {
            String[] line = head.lines().findFirst().orElse("").split(" ");
            int port = opening.ports().get(index);
            Optional<PodPrograms.Answer> answer =
                    line.length < 3 ? Optional.empty() : gate.read(world -> opening.ask(world, port, line[0], line[1]));
            if (answer.isEmpty()) {
                Upgrades.send(
                        channel,
                        2 * index + 1,
                        ("nothing listens on port " + port + " of pod " + opening.namespace() + "/" + opening.pod())
                                .getBytes(StandardCharsets.UTF_8));
                Upgrades.close(channel);
                return false;
            }
            boolean last = line[2].equals("HTTP/1.0")
                    || header(head, "connection")
                            .filter("close"::equalsIgnoreCase)
                            .isPresent();
            byte[] body = answer.get().body().getBytes(StandardCharsets.UTF_8);
            String top = "HTTP/1.1 " + answer.get().status() + " \r\ncontent-type: "
                    + answer.get().type() + "\r\ncontent-length: " + body.length + (last ? "\r\nconnection: close" : "")
                    + "\r\n\r\n";
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(top.getBytes(StandardCharsets.ISO_8859_1));
            all.writeBytes(body);
            Upgrades.send(channel, 2 * index, all.toByteArray());
            if (last) {
                Upgrades.close(channel);
            }
            return !last;
        }
    }
}
