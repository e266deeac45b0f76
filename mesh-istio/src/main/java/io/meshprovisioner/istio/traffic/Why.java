package io.meshprovisioner.istio.traffic;

import java.util.List;

/**
 * A reason and what it rests on.
 *
 * @param says in words, on one line
 * @param because in the order in which it happened
 */
public record Why(String says, List<Why> because) {
    public Why {
        because = List.copyOf(because);
    }

    static Why of(String says) {
        return new Why(says, List.of());
    }

    /** As a tree of lines. */
    public String toTree() {
        StringBuilder tree = new StringBuilder(says).append('\n');
        write(tree, "");
        return tree.toString();
    }

    private void write(StringBuilder tree, String indent) {
        for (int i = 0; i < because.size(); i++) {
            boolean last = i == because.size() - 1;
            tree.append(indent)
                    .append(last ? "└─ " : "├─ ")
                    .append(because.get(i).says())
                    .append('\n');
            because.get(i).write(tree, indent + (last ? "   " : "│  "));
        }
    }

    /** The tree. */
    @Override
    public String toString() {
        return toTree();
    }
}
