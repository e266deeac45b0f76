package io.meshprovisioner.spi;

/**
 * A container image that a spec needs.
 *
 * @param image as nodes will pull it
 * @param source what its maker calls it: differs where the spec names a registry of the user's own, whose copy it is
 * @param usedBy the release or add-on that runs it, such as {@code istiod}, {@code proxies} or {@code kiali}; several with
 *     commas between
 */
public record MeshImage(String image, String source, String usedBy) {
    @Override
    public String toString() {
        return image + (image.equals(source) ? "" : " (a copy of " + source + ")") + " for " + usedBy;
    }
}
