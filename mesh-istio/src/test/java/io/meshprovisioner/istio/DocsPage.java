package io.meshprovisioner.istio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documentation, in sections that begin with a heading of the second rank. */
public record DocsPage(Section beginning, List<Section> sections) {

    /** What stands under one heading. */
    public record Section(String text) {
        public String title() {
            return text.lines().findFirst().orElse("");
        }

        /** The content of the one block of code in a language. */
        public String fence(String language) {
            Matcher matcher = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                    .matcher(text);
            if (!matcher.find()) {
                throw new AssertionError(title() + " has no block of " + language);
            }
            return matcher.group(1);
        }
    }

    /** The page of this name in {@code docs}. */
    public static DocsPage of(String name) {
        try {
            String text = Files.readString(root().resolve("docs").resolve(name));
            List<Section> parts =
                    Arrays.stream(text.split("(?m)^(?=## )")).map(Section::new).toList();
            return new DocsPage(parts.get(0), parts.subList(1, parts.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("ARCHITECTURE.md"))) {
            here = Objects.requireNonNull(here.getParent(), "The tests run below the project's folder.");
        }
        return here;
    }
}
