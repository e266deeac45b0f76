package io.meshprovisioner.testkit.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Protobuf;
import io.meshprovisioner.testkit.kube.schema.Shape;
import io.meshprovisioner.testkit.kube.schema.TypeTable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProtobufTest {

    /** Writes fields by hand, so that reader and writer share nothing. */
    private static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Bytes bytes(int field, byte[] value) {
            varint(((long) field << 3) | 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        Bytes text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Bytes message(int field, Bytes value) {
            return bytes(field, value.out.toByteArray());
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }

    private static ObjectNode decode(String apiVersion, String kind, Bytes raw) throws Exception {
        Bytes envelope = new Bytes()
                .message(1, new Bytes().text(1, apiVersion).text(2, kind))
                .message(2, raw)
                .text(3, "")
                .text(4, "");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {'k', '8', 's', 0});
        body.writeBytes(envelope.out.toByteArray());
        return Protobuf.decode(
                body.toByteArray(),
                (version, name) -> Optional.of((Shape.Struct)
                        TypeTable.builtIn().get((version.equals("v1") ? "core.v1." : "apps.v1.") + name)));
    }

    @Test
    void aReleaseSecretAsHelmPostsIt() throws Exception {
        Bytes metadata = new Bytes()
                .text(1, "sh.helm.release.v1.base.v1")
                .text(2, "")
                .text(3, "istio-system")
                .message(8, new Bytes().number(1, 1_700_000_000L).number(2, 0))
                .message(11, new Bytes().text(1, "owner").text(2, "helm"));
        Bytes raw = new Bytes()
                .message(1, metadata)
                .message(2, new Bytes().text(1, "release").bytes(2, new byte[] {1, 2, 3}))
                .text(3, "helm.sh/release.v1");
        ObjectNode secret = decode("v1", "Secret", raw);
        assertThat(secret)
                .isEqualTo(Trees.parse("{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{"
                        + "\"name\":\"sh.helm.release.v1.base.v1\",\"namespace\":\"istio-system\","
                        + "\"creationTimestamp\":\"2023-11-14T22:13:20Z\",\"labels\":{\"owner\":\"helm\"}},"
                        + "\"data\":{\"release\":\"AQID\"},\"type\":\"helm.sh/release.v1\"}"));
    }

    @Test
    void inlineStructuresAndUnions() throws Exception {
        Bytes port = new Bytes()
                .text(1, "http")
                .number(3, 80)
                .message(4, new Bytes().number(1, 1).text(3, "web"));
        Bytes service = new Bytes()
                .message(
                        2,
                        new Bytes()
                                .message(1, port)
                                .message(2, new Bytes().text(1, "a").text(2, "b")));
        ObjectNode decoded = decode("v1", "Service", service);
        assertThat(Trees.at(decoded, "spec", "ports").path(0).path("targetPort").asText())
                .isEqualTo("web");
        Bytes volume = new Bytes()
                .text(1, "v")
                .message(2, new Bytes().message(19, new Bytes().message(1, new Bytes().text(1, "cm"))));
        ObjectNode pod = decode("v1", "Pod", new Bytes().message(2, new Bytes().message(1, volume)));
        assertThat(Trees.text(Trees.at(pod, "spec", "volumes").path(0), "configMap", "name"))
                .isEqualTo("cm");
    }
}
