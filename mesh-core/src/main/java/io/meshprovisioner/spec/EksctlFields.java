package io.meshprovisioner.spec;

import io.meshprovisioner.spec.EksctlConfig.NotCarriedOver;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A mapping of an eksctl file, and what of it nobody has asked for. */
final class EksctlFields {
    private static final String UNKNOWN = "A mesh's spec has no word for it.";

    private final String path;
    private final Map<String, Tree> fields;
    private final List<NotCarriedOver> left;
    private final Set<String> taken = new HashSet<>();
    private final List<EksctlFields> parts = new ArrayList<>();

    EksctlFields(String path, Map<String, Tree> fields, List<NotCarriedOver> left) {
        this.path = path;
        this.fields = fields;
        this.left = left;
    }

    String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Notes what is said of it, where it is said. */
    void leave(String name, String reason) {
        if (get(name).isPresent()) {
            note(name, reason);
        }
    }

    void note(String name, String reason) {
        left.add(new NotCarriedOver(at(name), reason));
    }

    private Optional<Tree> get(String name) {
        taken.add(name);
        return Optional.ofNullable(fields.get(name)).filter(tree -> !(tree instanceof Tree.Nothing));
    }

    Optional<String> text(String name) {
        return get(name).flatMap(tree -> text(name, tree));
    }

    /** Versions and ids may look like numbers: they are taken as they were written. */
    private Optional<String> text(String name, Tree tree) {
        if (tree instanceof Tree.Text text) {
            return Optional.of(text.text());
        }
        if (tree instanceof Tree.Figure figure) {
            return Optional.of(figure.text());
        }
        if (tree instanceof Tree.Truth truth) {
            return Optional.of(String.valueOf(truth.value()));
        }
        note(name, "It is " + tree.kind() + ", where eksctl takes a text.");
        return Optional.empty();
    }

    Optional<Boolean> truth(String name) {
        return get(name).flatMap(tree -> {
            if (tree instanceof Tree.Truth truth) {
                return Optional.of(truth.value());
            }
            note(name, "It is " + tree.kind() + ", where eksctl takes true or false.");
            return Optional.empty();
        });
    }

    Optional<Integer> integer(String name) {
        return get(name).flatMap(tree -> {
            if (tree instanceof Tree.Figure figure && ValueTree.number(figure.value()) instanceof Integer value) {
                return Optional.of(value);
            }
            note(name, "It is " + tree.kind() + ", where eksctl takes a whole number.");
            return Optional.empty();
        });
    }

    List<String> texts(String name) {
        List<String> result = new ArrayList<>();
        for (Tree item : items(name)) {
            text(name, item).ifPresent(result::add);
        }
        return result;
    }

    /** The same, where an empty list says something else than none. */
    Optional<List<String>> listed(String name) {
        List<String> texts = texts(name);
        return has(name) ? Optional.of(texts) : Optional.empty();
    }

    private List<Tree> items(String name) {
        Optional<Tree> found = get(name);
        if (found.isPresent() && !(found.get() instanceof Tree.Items)) {
            note(name, "It is " + found.get().kind() + ", where eksctl takes a list.");
        }
        return found.isPresent() && found.get() instanceof Tree.Items list ? list.items() : List.of();
    }

    /** A mapping; an empty one where there is none. */
    EksctlFields nested(String name) {
        Optional<Tree> found = get(name);
        if (found.isPresent() && !(found.get() instanceof Tree.Fields)) {
            note(name, "It is " + found.get().kind() + ", where eksctl takes a mapping.");
        }
        return part(at(name), found.isPresent() && found.get() instanceof Tree.Fields map ? map.fields() : Map.of());
    }

    boolean has(String name) {
        return fields.get(name) != null && !(fields.get(name) instanceof Tree.Nothing);
    }

    boolean isList(String name) {
        return fields.get(name) instanceof Tree.Items;
    }

    Set<String> names() {
        return fields.keySet();
    }

    /** A list of mappings, each under its name where it has one. */
    List<EksctlFields> each(String name) {
        List<EksctlFields> result = new ArrayList<>();
        List<Tree> items = items(name);
        for (int index = 0; index < items.size(); index++) {
            if (items.get(index) instanceof Tree.Fields map) {
                String key = map.fields().get("name") instanceof Tree.Text text ? text.text() : String.valueOf(index);
                result.add(part(at(name) + "[" + Problems.shown(key) + "]", map.fields()));
            } else {
                note(name, "Its part " + index + " is " + items.get(index).kind() + ", where eksctl takes a mapping.");
            }
        }
        return result;
    }

    Map<String, String> textMap(String name) {
        EksctlFields map = nested(name);
        Map<String, String> result = new LinkedHashMap<>();
        for (String key : map.names()) {
            map.text(key).ifPresent(value -> result.put(key, value));
        }
        return result;
    }

    private EksctlFields part(String at, Map<String, Tree> map) {
        EksctlFields part = new EksctlFields(at, map, left);
        parts.add(part);
        return part;
    }

    /** Notes everything that nobody has asked for. */
    void end() {
        parts.forEach(EksctlFields::end);
        for (String name : fields.keySet()) {
            if (!taken.contains(name)) {
                note(Problems.shown(name), UNKNOWN);
            }
        }
    }
}
