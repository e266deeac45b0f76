package io.meshprovisioner.istio;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.gatewayapi.GatewayApiKinds;
import io.meshprovisioner.istio.model.IstioKinds;
import io.meshprovisioner.istio.model.Resource;
import io.meshprovisioner.istio.model.ResourceType;
import io.meshprovisioner.istio.validation.finding.Finding;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/kinds.md}: every kind is there, and every example is what the page says. */
class KindsPageTest {
    private static final DocsPage PAGE = DocsPage.of("kinds.md");

    @TempDir
    static Path folder;

    private static List<Resource<?>> examples;

    @BeforeAll
    static void run() throws Exception {
        int count = PAGE.sections().size();
        List<String> arguments = Stream.concat(
                        Stream.of("-proc:none", "-nowarn", "-d", folder.toString(), "-cp", classPath()),
                        IntStream.range(0, count).mapToObj(KindsPageTest::source))
                .toList();
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(result).as("the examples compile").isZero();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, KindsPageTest.class.getClassLoader())) {
            examples = new java.util.ArrayList<>();
            for (int i = 0; i < count; i++) {
                examples.add((Resource<?>)
                        loader.loadClass("Example" + i).getMethod("make").invoke(null));
            }
        }
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** A class whose method answers with the example, with the imports that a reader would write. */
    private static String source(int index) {
        DocsPage.Section section = PAGE.sections().get(index);
        String kinds = section.title().contains("(") ? "gatewayapi" : "model";
        String text = "import io.meshprovisioner.istio." + kinds + ".*;\n"
                + "import java.time.Duration;\nimport java.util.Map;\n"
                + "public class Example" + index + " {\n    public static Object make() {\n        return "
                + section.fence("java") + "    }\n}\n";
        try {
            return Files.writeString(folder.resolve("Example" + index + ".java"), text)
                    .toString();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void eachExampleWritesTheYamlBelowIt() {
        for (int i = 0; i < examples.size(); i++) {
            DocsPage.Section section = PAGE.sections().get(i);
            assertThat(examples.get(i).toYaml()).as(section.title()).isEqualTo(section.fence("yaml"));
        }
    }

    @Test
    void whatIsWrittenIsReadBackAndPasses() {
        for (int i = 0; i < examples.size(); i++) {
            Manifests read = Manifests.read(PAGE.sections().get(i).fence("yaml"));
            assertThat(read.documents()).containsExactly(examples.get(i).document());
            assertThat(read.notes()).isEmpty();
            if (!examples.get(i).kind().equals("IstioOperator")) { // a kind that 1.30 has no more
                assertThat(read.validate("1.30.3").stream().map(Finding::rule))
                        .as(PAGE.sections().get(i).title())
                        .isSubsetOf("envoyfilter.internal");
            }
        }
    }

    @Test
    void noKindIsLeftOut() {
        assertThat(examples.stream().map(Object::getClass).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(IstioKinds.all().stream(), GatewayApiKinds.all().stream())
                                .map(ResourceType::type)
                                .collect(Collectors.toSet()));
    }
}
