package io.meshprovisioner.kubernetes;

import io.meshprovisioner.error.CredentialsException;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Tokens of a program that a kubeconfig names, as client-go asks for them: it writes an ExecCredential to its output,
 * such as {@code aws eks get-token}.
 *
 * @param folder where it runs
 */
record ExecTokens(Map<String, Object> exec, Path folder, Time time) implements ApiAccess.TokenSource {
    private static final long LONGEST_SECONDS = 30;

    @Override
    public ApiAccess.Token mint() {
        String program = Json.text(exec.get("command"));
        Map<String, Object> status = Json.document(output(program))
                .map(credential -> Json.map(credential.get("status")))
                .orElse(Map.of());
        String token = Json.text(status.get("token"));
        if (token.isEmpty()) {
            throw failed(program, "Its output has no status.token.", Optional.empty());
        }
        return new ApiAccess.Token(token, expires(Json.text(status.get("expirationTimestamp"))));
    }

    /** Without an end of its own a token counts until the server refuses it. */
    private static Instant expires(String text) {
        try {
            return text.isEmpty() ? Instant.MAX : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.MAX;
        }
    }

    private byte[] output(String program) {
        List<String> command = new ArrayList<>(List.of(program));
        Json.list(exec.get("args")).forEach(argument -> command.add(Json.text(argument)));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment()
                .put(
                        "KUBERNETES_EXEC_INFO",
                        "{\"apiVersion\":\"" + Json.text(exec.get("apiVersion"))
                                + "\",\"kind\":\"ExecCredential\",\"spec\":{\"interactive\":false}}");
        Json.list(exec.get("env")).forEach(entry -> builder.environment()
                .put(
                        Json.text(Json.map(entry).get("name")),
                        Json.text(Json.map(entry).get("value"))));
        try {
            Path answer = Files.createTempFile("mesh-provisioner-credential", ".json");
            try {
                return run(program, builder, answer);
            } finally {
                Files.deleteIfExists(answer);
            }
        } catch (IOException e) {
            throw failed(program, String.valueOf(e.getMessage()), Optional.of(e));
        }
    }

    /** By a file that its owner alone can read: a program that writes much and is not read would hang. */
    private static byte[] run(String program, ProcessBuilder builder, Path answer) throws IOException {
        Process process = builder.redirectOutput(answer.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw failed(program, "It did not end within " + LONGEST_SECONDS + " s.", Optional.empty());
            }
            if (process.exitValue() != 0) {
                throw failed(program, "It ended with " + process.exitValue() + ".", Optional.empty());
            }
            return Files.readAllBytes(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(program, "It was interrupted.", Optional.of(e));
        } finally {
            process.destroyForcibly();
        }
    }

    private static CredentialsException failed(String program, String why, Optional<Exception> cause) {
        Failure failure = Failure.of(
                        "The program " + program + ", which the kubeconfig names, gave no token.",
                        "Run it by hand and correct what it says; then run again.")
                .because(why);
        return new CredentialsException(cause.map(failure::causedBy).orElse(failure));
    }

    @Override
    public String toString() {
        return "ExecTokens of " + Json.text(exec.get("command"));
    }
}
