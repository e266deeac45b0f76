package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.List;
import java.util.Map;

/** Instance profiles; they hinder the deletion of the role that they hold. */
final class IamInstanceProfiles {
    private IamInstanceProfiles() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("CreateInstanceProfile", IamInstanceProfiles::create);
        operations.put("GetInstanceProfile", (call, in, out) -> {
            Iam.InstanceProfile profile = find(call, in);
            out.node("InstanceProfile", xml -> write(call, xml, profile));
        });
        operations.put("DeleteInstanceProfile", IamInstanceProfiles::delete);
        operations.put("AddRoleToInstanceProfile", IamInstanceProfiles::add);
        operations.put("RemoveRoleFromInstanceProfile", IamInstanceProfiles::remove);
        operations.put("ListInstanceProfilesForRole", IamInstanceProfiles::ofRole);
    }

    private static Iam.InstanceProfile find(Call call, Params in) {
        String name = in.require("InstanceProfileName");
        return call.site()
                .store()
                .instanceProfiles
                .get(name)
                .orElseThrow(() -> Iam.missing("Instance Profile %s cannot be found.", name));
    }

    private static void put(Call call, Iam.InstanceProfile old, List<String> roles) {
        call.site()
                .store()
                .instanceProfiles
                .put(
                        old.name(),
                        new Iam.InstanceProfile(old.name(), old.path(), old.id(), old.arn(), roles, old.created()));
        call.site().world().changed();
    }

    private static void create(Call call, Params in, Xml out) {
        Site site = call.site();
        String name = Iam.name(in, "InstanceProfileName", 128);
        if (site.store().instanceProfiles.has(name)) {
            throw Iam.exists("Instance Profile %s already exists.", name);
        }
        String path = in.get("Path", "/");
        Iam.InstanceProfile profile = new Iam.InstanceProfile(
                name,
                path,
                Iam.uniqueId(site, "AIPA", name),
                Iam.arn(site, "instance-profile" + path + name),
                List.of(),
                call.now());
        put(call, profile, List.of());
        out.node("InstanceProfile", xml -> write(call, xml, profile));
    }

    private static void write(Call call, Xml out, Iam.InstanceProfile profile) {
        out.text("Path", profile.path())
                .text("InstanceProfileName", profile.name())
                .text("InstanceProfileId", profile.id())
                .text("Arn", profile.arn())
                .text("CreateDate", profile.created())
                .list(
                        "Roles",
                        profile.roles(),
                        (item, name) -> call.site().store().roles.get(name).ifPresent(role -> item.text(
                                        "Path", role.path())
                                .text("RoleName", role.name())
                                .text("RoleId", role.id())
                                .text("Arn", role.arn())
                                .text("CreateDate", role.created())));
    }

    private static void delete(Call call, Params in, Xml out) {
        Iam.InstanceProfile profile = find(call, in);
        if (!profile.roles().isEmpty()) {
            throw Iam.conflict("Cannot delete entity, must remove roles from instance profile first.");
        }
        call.site().store().instanceProfiles.remove(profile.name());
        call.site().world().changed();
    }

    private static void add(Call call, Params in, Xml out) {
        Iam.InstanceProfile profile = find(call, in);
        String role = IamRoles.find(call, in).name();
        if (!profile.roles().isEmpty()) {
            throw AwsError.of(409, "LimitExceeded", "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
        }
        put(call, profile, List.of(role));
    }

    private static void remove(Call call, Params in, Xml out) {
        Iam.InstanceProfile profile = find(call, in);
        String role = in.require("RoleName");
        if (!profile.roles().contains(role)) {
            throw Iam.missing("The role with name %s cannot be found in the instance profile.", role);
        }
        put(call, profile, List.of());
    }

    private static void ofRole(Call call, Params in, Xml out) {
        String role = IamRoles.find(call, in).name();
        List<Iam.InstanceProfile> profiles = call.site()
                .store()
                .instanceProfiles
                .where(profile -> profile.roles().contains(role))
                .toList();
        Iam.page(
                in,
                out,
                "InstanceProfiles",
                profiles,
                Iam.InstanceProfile::name,
                (item, profile) -> write(call, item, profile));
    }
}
