package io.meshprovisioner.istio.model;

/** What a patch does. */
public enum PatchOperation {
    /** Not said; refused by Istio's validation. */
    INVALID,

    /** The value is merged into what is there. */
    MERGE,

    /** The value is added to the list. */
    ADD,

    /** What is matched is taken away. */
    REMOVE,

    /** The value goes before what is matched. */
    INSERT_BEFORE,

    /** The value goes after what is matched. */
    INSERT_AFTER,

    /** The value becomes the first of the list. */
    INSERT_FIRST,

    /** The value takes the place of what is matched. */
    REPLACE
}
