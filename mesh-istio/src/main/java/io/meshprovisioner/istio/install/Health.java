package io.meshprovisioner.istio.install;

/** How a part of the mesh is. */
sealed interface Health {
    /** All of it works. */
    record Well() implements Health {}

    /**
     * Not yet.
     *
     * @param why in words
     * @param advice what the user can do where something hinders it; else empty
     */
    record Waiting(String why, String advice) implements Health {
        public Waiting(String why) {
            this(why, "");
        }
    }

    /**
     * It will not come up by itself.
     *
     * @param why the first sign that was seen
     * @param advice what the user can do
     */
    record Hopeless(String why, String advice) implements Health {}

    Health WELL = new Well();

    /** In words; empty when all is well. */
    default String problem() {
        if (this instanceof Waiting waiting) {
            return waiting.why();
        }
        return this instanceof Hopeless hopeless ? hopeless.why() : "";
    }
}
