package io.meshprovisioner;

import io.meshprovisioner.spi.Manifest;

/**
 * What happened to an object that is watched.
 *
 * @param type what happened; an object that was there when the watch began counts as added
 * @param object as it was after it, or before it was deleted
 */
public record ObjectChange<T extends Manifest>(Type type, T object) {
    /** What can happen. */
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }
}
