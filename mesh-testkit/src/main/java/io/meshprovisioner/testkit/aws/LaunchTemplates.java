package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.LaunchTemplate.Version;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Launch templates and their versions. */
final class LaunchTemplates {
    private static final Filters<LaunchTemplate> FILTERS =
            new Filters<>(LaunchTemplate::id).one("launch-template-name", LaunchTemplate::name);

    private LaunchTemplates() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("CreateLaunchTemplate", LaunchTemplates::create);
        operations.put("CreateLaunchTemplateVersion", LaunchTemplates::createVersion);
        operations.put("DescribeLaunchTemplates", LaunchTemplates::describe);
        operations.put("DescribeLaunchTemplateVersions", LaunchTemplates::describeVersions);
        operations.put("ModifyLaunchTemplate", LaunchTemplates::modify);
        operations.put("DeleteLaunchTemplate", LaunchTemplates::delete);
        operations.put("DeleteLaunchTemplateVersions", LaunchTemplates::deleteVersions);
    }

    private static void create(Call call, Params in, Xml out) {
        Site site = call.site();
        String name = in.require("LaunchTemplateName");
        Map<String, String> tags = Tags.requested(in, "launch-template");
        String made = Tokens.once(site, "CreateLaunchTemplate", in, () -> {
            if (named(site.here(), name).isPresent()) {
                throw AwsError.of(
                        "InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use.");
            }
            Version first = new Version(1, in.get("VersionDescription"), site.now(), data(site, in));
            String id = site.newId("lt", name);
            LaunchTemplate.KIND.put(site, new LaunchTemplate(id, name, 1, List.of(first)));
            site.born(id, "launch-template", tags);
            return id;
        });
        LaunchTemplate template = LaunchTemplate.KIND.find(site, made);
        out.node("launchTemplate", xml -> write(call, xml, template));
    }

    /** The requested data, its references checked. */
    private static Map<String, String> data(Site site, Params in) {
        Params data = in.child("LaunchTemplateData");
        data.list("SecurityGroupId").forEach(group -> SecurityGroup.KIND.find(site, group));
        data.get("KeyName").ifPresent(name -> {
            if (KeyPairs.named(site.here(), name).isEmpty()) {
                throw AwsError.of("InvalidKeyPair.NotFound", "The key pair '%s' does not exist", name);
            }
        });
        data.get("InstanceType").ifPresent(InstanceTypes::get);
        return data.all();
    }

    static Optional<LaunchTemplate> named(Region here, String name) {
        return here.launchTemplates
                .where(template -> template.name().equals(name))
                .findFirst();
    }

    private static LaunchTemplate asked(Call call, Params in) {
        Optional<String> id = in.get("LaunchTemplateId");
        if (id.isPresent()) {
            return LaunchTemplate.KIND.find(call.site(), id.get());
        }
        String name = in.require("LaunchTemplateName");
        return named(call.here(), name)
                .orElseThrow(() -> AwsError.of(
                        "InvalidLaunchTemplateName.NotFoundException",
                        "The specified launch template, with template name %s, does not exist.",
                        name));
    }

    private static void write(Call call, Xml out, LaunchTemplate template) {
        out.text("launchTemplateId", template.id())
                .text("launchTemplateName", template.name())
                .text("createTime", call.site().created(template.id()))
                .text("createdBy", call.caller().principalArn())
                .text("defaultVersionNumber", template.defaultVersion())
                .text("latestVersionNumber", template.latest());
        Tags.write(out, call.site().tags(template.id()));
    }

    private static void createVersion(Call call, Params in, Xml out) {
        Site site = call.site();
        LaunchTemplate template = asked(call, in);
        String number = Tokens.once(site, "CreateLaunchTemplateVersion", in, () -> {
            Map<String, String> data = new TreeMap<>();
            in.get("SourceVersion")
                    .ifPresent(source -> data.putAll(version(template, source).data()));
            data.putAll(data(site, in));
            Version next = new Version(template.latest() + 1, in.get("VersionDescription"), site.now(), data);
            LaunchTemplate.KIND.put(site, template.with(next));
            return String.valueOf(next.number());
        });
        LaunchTemplate current = LaunchTemplate.KIND.find(site, template.id());
        out.node("launchTemplateVersion", xml -> writeVersion(call, xml, current, version(current, number)));
    }

    private static Version version(LaunchTemplate template, String number) {
        return template.version(number)
                .orElseThrow(() -> AwsError.of(
                        "InvalidLaunchTemplateId.VersionNotFound",
                        "Could not find the specified version %s for the launch template with ID %s.",
                        number,
                        template.id()));
    }

    private static void describe(Call call, Params in, Xml out) {
        List<String> names = in.list("LaunchTemplateName");
        List<LaunchTemplate> visible = LaunchTemplate.KIND.select(call, in, FILTERS);
        for (String name : names) {
            if (visible.stream().noneMatch(template -> template.name().equals(name))) {
                throw AwsError.of(
                        "InvalidLaunchTemplateName.NotFoundException",
                        "At least one of the launch templates specified in the request does not exist.");
            }
        }
        List<LaunchTemplate> asked = visible.stream()
                .filter(template -> names.isEmpty() || names.contains(template.name()))
                .toList();
        Pages.answer(
                in, out, asked, LaunchTemplate::id, "launchTemplates", (item, template) -> write(call, item, template));
    }

    private static void describeVersions(Call call, Params in, Xml out) {
        LaunchTemplate template = asked(call, in);
        List<String> numbers = in.list("LaunchTemplateVersion");
        List<Version> versions = numbers.isEmpty()
                ? new ArrayList<>(template.versions())
                : numbers.stream().map(number -> version(template, number)).toList();
        out.list("launchTemplateVersionSet", versions, (item, version) -> writeVersion(call, item, template, version));
    }

    private static void writeVersion(Call call, Xml out, LaunchTemplate template, Version version) {
        out.text("launchTemplateId", template.id())
                .text("launchTemplateName", template.name())
                .text("versionNumber", version.number())
                .text("versionDescription", version.description())
                .text("createTime", version.created())
                .text("createdBy", call.caller().principalArn())
                .text("defaultVersion", version.number() == template.defaultVersion())
                .node("launchTemplateData", xml -> writeData(xml, Params.of(version.data())));
    }

    private static void writeData(Xml out, Params data) {
        out.text("imageId", data.get("ImageId"))
                .text("instanceType", data.get("InstanceType"))
                .text("keyName", data.get("KeyName"))
                .text("ebsOptimized", data.get("EbsOptimized"))
                .text("userData", data.get("UserData"))
                .texts("securityGroupIdSet", data.list("SecurityGroupId"))
                .list("blockDeviceMappingSet", data.structs("BlockDeviceMapping"), (item, device) -> item.text(
                                "deviceName", device.get("DeviceName"))
                        .node("ebs", ebs -> ebs.text("encrypted", device.get("Ebs.Encrypted"))
                                .text("deleteOnTermination", device.get("Ebs.DeleteOnTermination"))
                                .text("volumeSize", device.get("Ebs.VolumeSize"))
                                .text("volumeType", device.get("Ebs.VolumeType"))))
                .list("networkInterfaceSet", data.structs("NetworkInterface"), (item, eni) -> item.text(
                                "deviceIndex", eni.get("DeviceIndex"))
                        .text("associatePublicIpAddress", eni.get("AssociatePublicIpAddress"))
                        .texts("groupSet", eni.list("SecurityGroupId")))
                .list("tagSpecificationSet", data.structs("TagSpecification"), (item, specification) -> {
                    item.text("resourceType", specification.get("ResourceType"));
                    Tags.write(item, Tags.read(specification));
                });
        Params metadata = data.child("MetadataOptions");
        if (!metadata.isEmpty()) {
            out.node("metadataOptions", xml -> xml.text("state", "applied")
                    .text("httpTokens", metadata.get("HttpTokens"))
                    .text("httpPutResponseHopLimit", metadata.get("HttpPutResponseHopLimit"))
                    .text("httpEndpoint", metadata.get("HttpEndpoint")));
        }
        Params monitoring = data.child("Monitoring");
        if (!monitoring.isEmpty()) {
            out.node("monitoring", xml -> xml.text("enabled", monitoring.get("Enabled")));
        }
    }

    private static void modify(Call call, Params in, Xml out) {
        LaunchTemplate template = asked(call, in);
        String number = in.get("SetDefaultVersion").orElse(String.valueOf(template.defaultVersion()));
        LaunchTemplate changed = template.withDefault(version(template, number).number());
        LaunchTemplate.KIND.put(call.site(), changed);
        out.node("launchTemplate", xml -> write(call, xml, changed));
    }

    private static void delete(Call call, Params in, Xml out) {
        LaunchTemplate template = asked(call, in);
        out.node("launchTemplate", xml -> write(call, xml, template));
        LaunchTemplate.KIND.remove(call.site(), template.id());
    }

    private static void deleteVersions(Call call, Params in, Xml out) {
        LaunchTemplate template = asked(call, in);
        List<Version> gone = in.list("LaunchTemplateVersion").stream()
                .map(number -> version(template, number))
                .toList();
        if (gone.stream().anyMatch(version -> version.number() == template.defaultVersion())) {
            throw AwsError.of("OperationNotPermitted", "Cannot delete the launch template default version.");
        }
        LaunchTemplate left = template;
        for (Version version : gone) {
            left = left.without(version.number());
        }
        LaunchTemplate.KIND.put(call.site(), left);
        out.list("successfullyDeletedLaunchTemplateVersionSet", gone, (item, version) -> item.text(
                        "launchTemplateId", template.id())
                .text("launchTemplateName", template.name())
                .text("versionNumber", version.number()));
    }
}
