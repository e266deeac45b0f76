package io.meshprovisioner.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.testkit.Sandbox;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's Java compiles, its ten lines run, and its JShell session prints a mesh's status. */
class ReadmeTest {
    private static final Pattern FENCE = Pattern.compile("```(\\w*)\\n(.*?)```", Pattern.DOTALL);
    private static final String IN_AWS = "MeshProvisioner.forRegion(\"us-west-2\")";

    private static final String IMPORTS = """
            import static org.assertj.core.api.Assertions.assertThat;
            import io.meshprovisioner.*;
            import io.meshprovisioner.testkit.*;
            import io.meshprovisioner.testkit.junit.*;
            import io.meshprovisioner.testkit.kernel.*;
            import org.junit.jupiter.api.*;
            """;

    @TempDir
    Path folder;

    @Test
    void everyJavaFenceCompiles() throws Exception {
        List<String> fences = fences("java");
        assertThat(fences).hasSizeGreaterThanOrEqualTo(3);
        for (int i = 0; i < fences.size(); i++) {
            assertThat(compile(source("Fence" + i, fences.get(i)))).isEmpty();
        }
    }

    @Test
    void theTenLinesRun() throws Exception {
        String lines = fences("java").stream()
                .filter(fence -> fence.contains("plan()"))
                .findFirst()
                .orElseThrow();
        assertThat(lines).contains(IN_AWS);
        // All that is changed: the sandbox's provisioner stands where AWS's is.
        Path source = source("TenLines", lines.replace(IN_AWS, "sandbox.provisioner(\"us-west-2\")"));
        assertThat(compile(source)).isEmpty();
        try (Sandbox sandbox = Sandbox.start();
                URLClassLoader loader = new URLClassLoader(
                        new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            loader.loadClass("TenLines").getMethod("run", Sandbox.class).invoke(null, sandbox);
            assertThat(sandbox.provisioner("us-west-2").withName("shop").find()).isPresent();
        }
    }

    @Test
    void theJShellSessionPrintsTheStatus() throws Exception {
        List<String> session = fences("").stream()
                .filter(fence -> fence.startsWith("jshell> "))
                .findFirst()
                .orElseThrow()
                .lines()
                .map(line -> line.substring("jshell> ".length()))
                .collect(Collectors.toCollection(ArrayList::new));
        assertThat(session).hasSize(3);
        session.add("sandbox().close()");
        session.add("/exit");
        Path input = Files.write(folder.resolve("input"), session);
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jshell")
                                .toString(),
                        "--class-path",
                        System.getProperty("java.class.path"),
                        "--startup",
                        "DEFAULT",
                        "--startup",
                        root().resolve("examples/jshell/mesh.jsh").toString(),
                        "--feedback",
                        "normal",
                        "-R-Djava.io.tmpdir=" + folder)
                .redirectErrorStream(true)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(180, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String printed = Files.readString(output);
        assertThat(ended).as(printed).isTrue();
        assertThat(printed)
                .contains(
                        "istiod",
                        "1.30.3",
                        "istio-ingressgateway",
                        "goes to istiod.istio-system.svc.cluster.local:15014")
                .doesNotContain("Error:")
                .doesNotContain("Exception")
                .doesNotContain("cannot find symbol");
    }

    /** A class of it as it stands, or a class whose method has it as its body. */
    private Path source(String name, String fence) throws Exception {
        String imports =
                fence.lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
        String body = fence.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
        String text = fence.contains("class ")
                ? IMPORTS + imports + "\n" + body
                : IMPORTS + imports + "\npublic class " + name
                        + " {\n    public static void run(Sandbox sandbox) throws Exception {\n" + body
                        + "\n    }\n}\n";
        return Files.writeString(folder.resolve(name + ".java"), text);
    }

    private List<String> compile(Path source) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(found, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "-proc:none",
                    "-d",
                    folder.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "--release",
                    "17");
            compiler.getTask(null, files, found, options, null, files.getJavaFileObjects(source))
                    .call();
        }
        return found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(Object::toString)
                .toList();
    }

    private static List<String> fences(String language) throws Exception {
        List<String> fences = new ArrayList<>();
        Matcher matcher = FENCE.matcher(Files.readString(root().resolve("README.md")));
        while (matcher.find()) {
            if (matcher.group(1).equals(language)) {
                fences.add(matcher.group(2));
            }
        }
        return fences;
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("ARCHITECTURE.md"))) {
            here = java.util.Objects.requireNonNull(here.getParent(), "The tests run below the project's folder.");
        }
        return here;
    }
}
