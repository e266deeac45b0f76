package io.meshprovisioner.testkit.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Certificates that sign themselves, and their keys, as PEM files; made by the JDK's keytool, good from 2020 on. */
public record KeyPairs(Path folder) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** Writes {@code <name>.crt} and {@code <name>.key}; an elliptic curve's unless more says otherwise. */
    public void pair(String name, String subject, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-startdate",
                "2020/01/01 00:00:00",
                "-dname",
                subject,
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store(name).toString()));
        List<String> extra = Arrays.asList(more);
        if (!extra.contains("-keyalg")) {
            command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        }
        if (!extra.contains("-validity")) {
            command.addAll(List.of("-validity", "5000"));
        }
        command.addAll(extra);
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = keys(name);
        write(name + ".crt", pem("CERTIFICATE", keys.getCertificate("a").getEncoded()));
        write(name + ".key", pem("PRIVATE KEY", keys.getKey("a", PASSWORD).getEncoded()));
    }

    /** A key as it is inside its envelope: PKCS #1 or SEC 1. */
    Pem older(String name, String type) throws Exception {
        byte[] wrapped = keys(name).getKey("a", PASSWORD).getEncoded();
        // The envelope's last element, an octet string, is the key: look for where one reaches to the end.
        for (int at = 4; at < wrapped.length - 4; at++) {
            int first = wrapped[at + 1] & 0xff;
            int start = at + 2 + (first < 0x80 ? 0 : first & 0x7f);
            int length = first;
            if (first == 0x81) {
                length = wrapped[at + 2] & 0xff;
            } else if (first == 0x82) {
                length = (wrapped[at + 2] & 0xff) << 8 | (wrapped[at + 3] & 0xff);
            }
            if (wrapped[at] == 4 && start + length == wrapped.length) {
                return Pem.of(pem(type + " PRIVATE KEY", Arrays.copyOfRange(wrapped, start, wrapped.length)));
            }
        }
        throw new AssertionError("There is no key in it.");
    }

    private KeyStore keys(String name) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store(name))) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private Path store(String name) {
        return folder.resolve(name + ".p12");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }
}
