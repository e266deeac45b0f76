package io.meshprovisioner.spec;

import java.util.List;
import java.util.Map;

/** A document as it was written, with the line of each part. */
sealed interface Tree {
    int line();

    /** What it is, for a message. */
    String kind();

    record Fields(Map<String, Tree> fields, int line) implements Tree {
        @Override
        public String kind() {
            return "a mapping";
        }
    }

    record Items(List<Tree> items, int line) implements Tree {
        @Override
        public String kind() {
            return "a list";
        }
    }

    record Text(String text, int line) implements Tree {
        @Override
        public String kind() {
            return "a text";
        }
    }

    /**
     * @param text as it was written: 1.30 is a number, and yet not 1.3 where a version is asked for
     * @param value its value
     */
    record Figure(String text, Number value, int line) implements Tree {
        @Override
        public String kind() {
            return "a number";
        }
    }

    record Truth(boolean value, int line) implements Tree {
        @Override
        public String kind() {
            return "true or false";
        }
    }

    record Nothing(int line) implements Tree {
        @Override
        public String kind() {
            return "null";
        }
    }
}
