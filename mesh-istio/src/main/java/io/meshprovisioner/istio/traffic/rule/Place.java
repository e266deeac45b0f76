package io.meshprovisioner.istio.traffic.rule;

import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;

/**
 * Where a rule stands.
 *
 * @param path in the object, such as {@code spec.http[1]}
 * @param index counted from 0 among its neighbours
 */
public record Place(ConfigObject object, String path, int index) {
    /** The object and the path, with file and line where they are known. */
    @Override
    public String toString() {
        String file = object.document()
                .source()
                .map(source ->
                        " (" + source + ":" + object.document().line(path).orElse(0) + ")")
                .orElse("");
        return object + " " + path + file;
    }
}
