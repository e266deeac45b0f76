package io.meshprovisioner;

/**
 * How manifests are applied: by default validated for the mesh's release, and fields of other managers left to them.
 *
 * @param forced take over fields that somebody else manages, where otherwise nothing is applied
 * @param validated ask the validators first
 */
public record Applying(boolean forced, boolean validated) {
    static final Applying CAREFULLY = new Applying(false, true);

    /** Takes over fields that somebody else manages. */
    public Applying force() {
        return new Applying(true, validated);
    }

    /** Sends the manifests unjudged: for what is right although a validator does not know it yet. */
    public Applying withoutValidation() {
        return new Applying(forced, false);
    }
}
