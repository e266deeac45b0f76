package io.meshprovisioner.testkit.aws;

import java.util.Optional;

/** An EBS volume and the instance it is attached to. */
record Volume(String id, int sizeGib, String type, String zone, Optional<String> instanceId) {
    static final Kind<Volume> KIND = new Kind<>(
            "volume",
            "vol",
            "VolumeId",
            "InvalidVolume.NotFound",
            "The volume '%s' does not exist.",
            region -> region.volumes,
            Volume::id);
}
