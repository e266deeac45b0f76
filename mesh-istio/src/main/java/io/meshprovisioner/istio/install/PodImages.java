package io.meshprovisioner.istio.install;

import io.meshprovisioner.spec.ImageSpec;
import io.meshprovisioner.spi.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The images of pods, wherever in an object the pods are described. */
final class PodImages {
    private static final Set<String> CONTAINERS = Set.of("containers", "initContainers");
    private static final String PULL_SECRETS = "imagePullSecrets";

    private PodImages() {}

    /** Those that an object's pods run. */
    static Set<String> in(Manifest object) {
        Set<String> images = new LinkedHashSet<>();
        collect(object.toMap(), images);
        return images;
    }

    private static void collect(@Nullable Object value, Set<String> images) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, member) -> {
                if (CONTAINERS.contains(String.valueOf(key)) && member instanceof List<?> containers) {
                    containers.stream()
                            .map(container -> new Tree(container).text("image"))
                            .filter(image -> !image.isEmpty())
                            .forEach(images::add);
                }
                collect(member, images);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(member -> collect(member, images));
        }
    }

    /** The same object with its images pulled as the spec says. */
    static Manifest of(ImageSpec images, Manifest object) {
        if (images.addonHub().isEmpty() && images.allPullSecrets().isEmpty()) {
            return object;
        }
        Map<String, Object> changed = new LinkedHashMap<>();
        object.toMap().forEach((key, member) -> changed.put(key, copy(images, key, member)));
        return Manifest.of(changed);
    }

    /** An add-on's image as the spec has it pulled: below another registry, by the path it has in its own. */
    static String of(ImageSpec images, String image) {
        return images.addonHub().map(hub -> hub + "/" + path(image)).orElse(image);
    }

    private static String path(String image) {
        String registry = ImageSpec.registry(image);
        return image.startsWith(registry + "/") ? image.substring(registry.length() + 1) : image;
    }

    private static Object copy(ImageSpec images, String at, Object value) {
        if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            list.forEach(item -> items.add(CONTAINERS.contains(at) ? container(images, item) : copy(images, "", item)));
            return items;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, member) -> copy.put(String.valueOf(key), copy(images, String.valueOf(key), member)));
        if (copy.get("containers") instanceof List<?>
                && !images.allPullSecrets().isEmpty()) {
            List<Object> secrets = new ArrayList<>(copy.get(PULL_SECRETS) instanceof List<?> given ? given : List.of());
            images.allPullSecrets().forEach(name -> secrets.add(Map.of("name", name)));
            copy.put(PULL_SECRETS, secrets);
        }
        return copy;
    }

    private static Object container(ImageSpec images, Object container) {
        if (!(container instanceof Map<?, ?> map)) {
            return container;
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, member) -> copy.put(
                String.valueOf(key),
                key.equals("image") && member instanceof String image ? of(images, image) : member));
        return copy;
    }
}
