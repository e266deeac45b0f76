package io.meshprovisioner.istio.validation.schema;

import io.meshprovisioner.istio.validation.input.Release;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The kinds of one release with their schemas, read from {@code crd-facts.txt}. Immutable; made once a minor. */
final class SchemaFacts {
    static final String RESOURCE = "crd-facts.txt";

    private static final Map<Integer, SchemaFacts> BY_MINOR = new ConcurrentHashMap<>();

    /** By name alone: no two of Istio's groups have a kind of the same name. */
    private final Map<String, KindSchema> kinds;

    private final Map<GroupKind, Integer> laterKinds;

    private SchemaFacts(Map<String, KindSchema> kinds, Map<GroupKind, Integer> laterKinds) {
        this.kinds = kinds;
        this.laterKinds = laterKinds;
    }

    static SchemaFacts of(Release release) {
        SchemaFacts known = BY_MINOR.get(release.minor());
        return known != null ? known : BY_MINOR.computeIfAbsent(release.minor(), minor -> read(lines(), minor));
    }

    /** The kind, if the release has it. */
    Optional<KindSchema> kind(String group, String kind) {
        KindSchema known = kinds.get(kind);
        return known != null && known.group().equals(group) ? Optional.of(known) : Optional.empty();
    }

    /** The minor that brought a kind which the release does not have; empty for kinds that are not Istio's. */
    Optional<Integer> later(String group, String kind) {
        return Optional.ofNullable(laterKinds.get(new GroupKind(group, kind)));
    }

    private static SchemaFacts read(List<String> lines, int minor) {
        Map<String, KindSchema> kinds = new LinkedHashMap<>();
        Map<GroupKind, Integer> later = new LinkedHashMap<>();
        int at = 0;
        while (at < lines.size()) {
            int end = at + 1;
            while (end < lines.size() && lines.get(end).startsWith(" ")) {
                end++;
            }
            FactLine head = FactLine.of(lines.get(at));
            String group = head.value("group", minor);
            if (head.since().holds(minor)) {
                SchemaNode root = FactTree.read(lines.subList(at, end), minor);
                kinds.put(
                        head.name(),
                        new KindSchema(
                                head.name(), group, head.values("serves", minor), head.value("stores", minor), root));
            } else {
                later.put(new GroupKind(group, head.name()), head.since().from());
            }
            at = end;
        }
        return new SchemaFacts(kinds, later);
    }

    private record GroupKind(String group, String kind) {}

    private static List<String> lines() {
        try (InputStream in = SchemaFacts.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + RESOURCE + " is missing from the library");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            List<String> lines = new ArrayList<>();
            for (@Nullable String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    lines.add(line);
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
