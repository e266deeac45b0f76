package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a namespace brings its pods into the mesh, or that it does not. */
sealed interface Membership {

    /** The labels that do; empty where nobody in the cluster would heed them. */
    Optional<Map<String, String>> labels(Look look);

    boolean has(Tree namespace);

    /** In one word, as {@code namespace shop with injection}; empty for none. */
    String word();

    /** Its pods are not in the mesh, as far as we are asked. */
    record None() implements Membership {
        @Override
        public Optional<Map<String, String>> labels(Look look) {
            return Optional.of(Map.of());
        }

        @Override
        public boolean has(Tree namespace) {
            return true;
        }

        @Override
        public String word() {
            return "";
        }
    }

    /** Each pod gets a proxy of its own. */
    record Sidecars() implements Membership {
        @Override
        public Optional<Map<String, String>> labels(Look look) {
            return Injection.label(look);
        }

        @Override
        public boolean has(Tree namespace) {
            return Injection.asked(namespace);
        }

        @Override
        public String word() {
            return "injection";
        }
    }

    /**
     * Pods are led through the ztunnel of their node, and requests to them through a waypoint.
     *
     * @param waypoint its name, in the namespace itself
     */
    record Ambient(String waypoint) implements Membership {
        private Map<String, String> labels() {
            return new TreeMap<>(Map.of("istio.io/dataplane-mode", "ambient", "istio.io/use-waypoint", waypoint));
        }

        @Override
        public Optional<Map<String, String>> labels(Look look) {
            return Optional.of(labels());
        }

        @Override
        public boolean has(Tree namespace) {
            return namespace.texts("metadata", "labels").entrySet().containsAll(labels().entrySet());
        }

        @Override
        public String word() {
            return "waypoint";
        }
    }
}
