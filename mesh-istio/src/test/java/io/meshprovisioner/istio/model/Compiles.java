package io.meshprovisioner.istio.model;

import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles Java text against the model, as a user's class would be. */
final class Compiles {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private Compiles() {}

    /** The errors and warnings of {@code body} as the body of a method, with the imports that users write. */
    static List<String> problems(String body) {
        String text = """
                import io.meshprovisioner.istio.*;
                import io.meshprovisioner.istio.model.*;
                import java.nio.file.Path;
                import java.time.Duration;
                import java.util.Map;
                class User {
                    void use(boolean canary) throws Exception {
                %s
                    }
                }
                """.formatted(body);
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///User.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                };
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        COMPILER.getTask(
                        new StringWriter(),
                        null,
                        problems,
                        List.of(
                                "-proc:none",
                                "-Xlint:all",
                                "-XDrawDiagnostics=false",
                                "-implicit:none",
                                "-d",
                                System.getProperty("java.io.tmpdir"),
                                "-cp",
                                System.getProperty("java.class.path")),
                        null,
                        List.of(source))
                .call();
        return problems.getDiagnostics().stream()
                .filter(problem -> problem.getKind() != Diagnostic.Kind.NOTE)
                .filter(problem -> !String.valueOf(problem.getCode()).startsWith("compiler.warn.path.element"))
                .map(problem -> problem.getKind() + ": " + problem.getMessage(Locale.ENGLISH))
                .toList();
    }
}
