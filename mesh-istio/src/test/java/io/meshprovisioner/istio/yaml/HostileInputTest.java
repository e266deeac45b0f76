package io.meshprovisioner.istio.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class HostileInputTest {
    private static void refused(String text, String... parts) {
        assertThatThrownBy(() -> DocumentReader.standard().read(text))
                .isInstanceOf(MalformedDocumentException.class)
                .satisfies(e -> {
                    for (String part : parts) {
                        assertThat(e).hasMessageContaining(part);
                    }
                    assertThat(e.getMessage().length()).isLessThan(400);
                });
    }

    @Test
    void aliasBomb() {
        StringBuilder text = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            text.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "*a" + (i - 1) + "]\n");
        }
        refused(text.toString(), "aliases followed", "line");
    }

    @Test
    void aliasBombOfLongText() {
        refused("a: &a " + "x".repeat(1 << 20) + "\nb: [" + "*a,".repeat(1000) + "*a]\n", "characters", "line 2");
    }

    @Test
    void aliasInsideItself() {
        refused("a: &a [1, *a]\n", "anchor");
    }

    @Test
    void deepNesting() {
        refused("a: " + "[".repeat(100_000), "deeper than 128");
        refused("{\"a\":".repeat(100_000), "128");
        StringBuilder block = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            block.append(" ".repeat(i)).append("a:\n");
        }
        refused(block.toString(), "deeper than 128");
    }

    @Test
    void hugeNumbers() {
        refused("a: " + "9".repeat(1_000_000), "1000000 characters");
        refused("{\"a\": " + "9".repeat(1_000_000) + "}", "line 1");
        refused("a: 1e999999999", "too large");
        refused("{\"a\": 1e999999999}", "too large");
        refused("a: .inf", "not a number that a manifest can hold");
    }

    @Test
    void keysTwice() {
        refused("a: 1\nb: 2\na: 3\n", "\"a\" stands twice", "line 3", "first in line 1");
        refused("{\"a\": 1,\n\"a\": 3}", "\"a\" stands twice", "line 2", "first in line 1");
    }

    @Test
    void wrongTypesAndTags() {
        refused("? [1, 2]\n: x\n", "key");
        refused("a: !!java.net.URL [x]\n", "line 1");
        refused("a: !custom x\n", "tag !custom");
        refused("a: 1\nb: \u0001\n", "not YAML");
    }

    @Test
    void fiftyMegabytes(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("big.yaml");
        byte[] line = ("- " + "x".repeat(1022) + "\n").getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write("a:\n".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 50 * 1024; i++) {
                out.write(line);
            }
        }
        assertThatThrownBy(() -> DocumentReader.standard().read(file)).hasMessageContaining("split the input");
        refused("x".repeat(50 << 20), "split the input");
    }

    @Test
    void manySmallValues() {
        refused("a: [" + "1,".repeat(2_100_000) + "1]", "more than 2000000 values");
    }

    @Test
    void notText(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThatThrownBy(() -> DocumentReader.standard().read(file)).hasMessageContaining("not UTF-8");
    }
}
