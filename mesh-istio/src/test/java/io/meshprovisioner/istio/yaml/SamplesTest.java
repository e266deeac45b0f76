package io.meshprovisioner.istio.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.SharedData;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every YAML file among the samples of a release survives read, write, read. */
class SamplesTest {

    @ParameterizedTest
    @CsvSource({"1.9.3, 120", "1.23.6, 120", "1.29.6, 120", "1.30.3, 120"})
    void surviveReadWriteRead(String version, int atLeast) throws Exception {
        int survived = 0;
        List<String> notYaml = new ArrayList<>();
        try (InputStream file = Files.newInputStream(SharedData.file("istio-releases/istio-" + version + ".tar.gz"));
                TarArchiveInputStream archive = new TarArchiveInputStream(new GZIPInputStream(file))) {
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                String name = entry.getName();
                if (!name.contains("/samples/") || !(name.endsWith(".yaml") || name.endsWith(".yml"))) {
                    continue;
                }
                String text = new String(archive.readAllBytes(), StandardCharsets.UTF_8);
                try {
                    for (Document document : DocumentReader.standard().read(text, name)) {
                        String written = DocumentWriter.yaml(document.root());
                        assertThat(DocumentReader.standard().read(written))
                                .as(name)
                                .containsExactly(document);
                        survived++;
                    }
                } catch (MalformedDocumentException e) {
                    // templates of Helm and of shell scripts become YAML only when they are rendered
                    if (!text.contains("{{") && !text.contains("${")) {
                        notYaml.add(e.getMessage());
                    }
                }
            }
        }
        assertThat(notYaml).isEmpty();
        assertThat(survived).isGreaterThan(atLeast);
    }
}
