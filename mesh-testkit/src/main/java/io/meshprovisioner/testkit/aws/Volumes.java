package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.Map;
import java.util.Optional;

/** EBS volumes: the nodes' root volumes, and those that a CSI driver or a test makes. */
final class Volumes {
    private static final Filters<Volume> FILTERS = new Filters<>(Volume::id)
            .one("volume-id", Volume::id)
            .one("availability-zone", Volume::zone)
            .one("volume-type", Volume::type)
            .one("size", Volume::sizeGib)
            .one("status", Volumes::status)
            .on("attachment.instance-id", (site, volume) -> volume.instanceId().stream());

    private Volumes() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("CreateVolume", Volumes::create);
        operations.put(
                "DescribeVolumes",
                (call, in, out) -> Volume.KIND.describe(
                        call, in, out, FILTERS, "volumeSet", (item, volume) -> write(call.site(), item, volume)));
        operations.put("DeleteVolume", Volumes::delete);
    }

    private static String status(Volume volume) {
        return volume.instanceId().isPresent() ? "in-use" : "available";
    }

    private static void create(Call call, Params in, Xml out) {
        Site site = call.site();
        Map<String, String> tags = Tags.requested(in, "volume");
        String zone = in.require("AvailabilityZone");
        if (Geography.zones(site.region()).stream()
                .noneMatch(known -> known.name().equals(zone))) {
            throw AwsError.of("InvalidZone.NotFound", "The zone '%s' does not exist.", zone);
        }
        String made = Tokens.once(site, "CreateVolume", in, () -> make(
                        site, in.number("Size", 8), in.get("VolumeType", "gp3"), zone, Optional.empty(), tags)
                .id());
        write(site, out, Volume.KIND.find(site, made));
    }

    static Volume make(
            Site site, int size, String type, String zone, Optional<String> instanceId, Map<String, String> tags) {
        String name = instanceId.orElse(Tags.name(tags, zone));
        Volume volume = new Volume(site.newId("vol", name), size, type, zone, instanceId);
        Volume.KIND.put(site, volume);
        site.born(volume.id(), "volume", tags);
        return volume;
    }

    private static void write(Site site, Xml out, Volume volume) {
        out.text("volumeId", volume.id())
                .text("size", volume.sizeGib())
                .text("availabilityZone", volume.zone())
                .text("status", status(volume))
                .text("createTime", site.created(volume.id()))
                .list("attachmentSet", volume.instanceId().stream().toList(), (item, instance) -> item.text(
                                "volumeId", volume.id())
                        .text("instanceId", instance)
                        .text("device", "/dev/xvda")
                        .text("status", "attached")
                        .text("deleteOnTermination", true))
                .text("volumeType", volume.type())
                .text("encrypted", false);
        Tags.write(out, site.tags(volume.id()));
    }

    private static void delete(Call call, Params in, Xml out) {
        Volume volume = Volume.KIND.find(call.site(), in.require("VolumeId"));
        volume.instanceId().ifPresent(instance -> {
            throw AwsError.of("VolumeInUse", "Volume %s is currently attached to %s", volume.id(), instance);
        });
        Volume.KIND.remove(call.site(), volume.id());
        out.text("return", true);
    }
}
