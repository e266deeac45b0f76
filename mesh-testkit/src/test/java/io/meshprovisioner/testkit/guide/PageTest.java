package io.meshprovisioner.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.spec.MutualTls;
import io.meshprovisioner.testkit.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** G6.3: the mesh as a picture, in a browser that nobody here wrote. {@code -Dmesh.docs=write} keeps its screenshot. */
class PageTest {
    private static final Path SCREENSHOT = Path.of("..", "docs", "mesh-page.png");

    @TempDir
    Path folder;

    private static String html;

    @BeforeAll
    static void write() throws Exception {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = guide.install(istio -> istio.mutualTls(MutualTls.STRICT));
            mesh.workloads().deploy(kuard -> kuard);
            mesh.workloads().deploy(kuard -> kuard.name("outside").outsideTheMesh());
            guide.put((ObjectNode) new YAMLMapper().readTree("""
                    apiVersion: networking.istio.io/v1
                    kind: Gateway
                    metadata: {name: door, namespace: test-ns}
                    spec:
                      selector: {istio: ingressgateway}
                      servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com]}]
                    """));
            guide.put((ObjectNode) new YAMLMapper().readTree("""
                    apiVersion: networking.istio.io/v1
                    kind: VirtualService
                    metadata: {name: shop, namespace: test-ns}
                    spec:
                      hosts: [shop.example.com]
                      gateways: [door]
                      http: [{route: [{destination: {host: demo}}]}]
                    """));
            html = mesh.page().toHtml();
        }
    }

    @Test
    void itTellsOfTheMeshAndOfTheRunThatGaveIt() {
        assertThat(html)
                .contains("us-west-2, Istio 1.30.3, 1 of 5 workloads in the mesh")
                .contains("istio-system/istio-ingressgateway to test-ns/demo, by VirtualService test-ns/shop")
                .contains("no: its pods ask to be left out")
                .containsPattern("<tr class=\"critical\"><th scope=\"row\">[^<]*cluster");
    }

    /** Within a frame as wide as a phone or a desktop, measured by a script of the test's. */
    @ParameterizedTest
    @CsvSource({"390, light", "390, dark", "1280, light", "1280, dark"})
    void aBrowserShowsItWithoutCallingAnybody(int width, String colours) throws Exception {
        String page = chromium(
                "--enable-logging=stderr",
                colours.equals("dark") ? "--force-dark-mode" : "--no-default-browser-check",
                "--virtual-time-budget=2000",
                "--dump-dom",
                frame(width).toUri().toString());
        assertThat(page).doesNotContain("CONSOLE");

        JsonNode seen = measured(page);
        assertThat(seen.get("asked").asInt()).as("files that the page asks for").isZero();
        assertThat(seen.get("wider").asInt())
                .as("pixels that the page is wider than its window")
                .isZero();
        assertThat(seen.get("boxes").asInt()).isEqualTo(10);
        assertThat(seen.get("focusable").asInt()).isEqualTo(10);
        assertThat(seen.get("lit").asText()).as("the focused box's own link").isEqualTo("3px");
        assertThat(seen.get("faded").asDouble()).as("the other links").isLessThan(0.5);
        assertThat(seen.get("contrast").asDouble()).as("ink on paper").isGreaterThan(7);
        assertThat(seen.get("dark").asBoolean()).isEqualTo(colours.equals("dark"));
    }

    @Test
    void theScreenshotOfTheDocsCanBeMade() throws Exception {
        Path file = Files.writeString(folder.resolve("mesh.html"), html);
        Path image = folder.resolve("mesh.png");
        chromium(
                "--hide-scrollbars",
                "--window-size=1000,760",
                "--screenshot=" + image,
                file.toUri().toString());
        assertThat(image).isNotEmptyFile();
        if ("write".equals(System.getProperty("mesh.docs"))) {
            Files.copy(image, SCREENSHOT, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(SCREENSHOT).exists();
    }

    /** Runs it headless, with no host to be found: it would tell its makers of itself. */
    private String chromium(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--user-data-dir=" + folder.resolve("profile")));
        all.addAll(List.of(arguments));
        return Program.find("chromium", "MESH_CHROMIUM", folder, Map.of()).run(all.toArray(String[]::new));
    }

    private Path frame(int width) throws Exception {
        String source = html.replace("&", "&amp;").replace("\"", "&quot;");
        return Files.writeString(folder.resolve("frame.html"), """
                <!DOCTYPE html><meta charset="utf-8"><body>
                <iframe style="border:0;width:%dpx;height:800px" srcdoc="%s"></iframe>
                <script>
                const frame = document.querySelector('iframe');
                frame.onload = () => {
                  const page = frame.contentDocument, view = frame.contentWindow;
                  const boxes = [...page.querySelectorAll('.box')];
                  const light = color => {
                    const [r, g, b] = color.match(/\\d+/g).map(c => c / 255)
                      .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                  };
                  const body = view.getComputedStyle(page.body);
                  const [ink, paper] = [light(body.color), light(body.backgroundColor)];
                  const focusable = boxes.filter(box => { box.focus(); return page.activeElement === box; }).length;
                  page.querySelector('.gateway').focus();
                  const links = [...page.querySelectorAll('.link')].map(link => view.getComputedStyle(link));
                  const out = document.createElement('output');
                  out.textContent = JSON.stringify({
                    wider: page.documentElement.scrollWidth - page.documentElement.clientWidth,
                    asked: view.performance.getEntriesByType('resource').length,
                    boxes: boxes.length,
                    focusable,
                    lit: links.map(link => link.strokeWidth).sort().pop(),
                    faded: Math.min(...links.map(link => +link.opacity)),
                    contrast: (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05),
                    dark: paper < ink
                  });
                  document.body.append(out);
                };
                </script>
                """.formatted(width, source));
    }

    private static JsonNode measured(String page) throws Exception {
        Matcher output =
                Pattern.compile("<output>(.*?)</output>", Pattern.DOTALL).matcher(page);
        assertThat(output.find())
                .as("what the page's frame measured, in\n" + page)
                .isTrue();
        return new JsonMapper().readTree(output.group(1));
    }
}
