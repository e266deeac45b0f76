package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** IAM users, their access keys and policies. A key that is made here can be used at once. */
final class IamUsers {
    private static final int KEYS = 2;

    private IamUsers() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("CreateUser", IamUsers::create);
        operations.put("GetUser", (call, in, out) -> {
            Iam.User user = find(call, in);
            out.node("User", xml -> write(xml, user));
        });
        operations.put(
                "ListUsers",
                (call, in, out) -> Iam.page(
                        in,
                        out,
                        "Users",
                        List.copyOf(call.site().store().users.all()),
                        Iam.User::name,
                        IamUsers::write));
        operations.put("DeleteUser", IamUsers::delete);
        operations.put("TagUser", (call, in, out) -> {
            Iam.User user = find(call, in);
            Map<String, String> tags = new TreeMap<>(user.tags());
            tags.putAll(Tags.read(in));
            put(call, user.withTags(tags));
        });
        operations.put("ListUserTags", (call, in, out) -> {
            Iam.allTags(out, find(call, in).tags());
            out.text("IsTruncated", false);
        });
        operations.put("CreateAccessKey", IamUsers::createKey);
        operations.put("ListAccessKeys", IamUsers::listKeys);
        operations.put("DeleteAccessKey", IamUsers::deleteKey);
        operations.put("AttachUserPolicy", (call, in, out) -> {
            Iam.User user = find(call, in);
            String arn = in.require("PolicyArn");
            put(call, user.with(user.grants().attach(arn, IamPolicies.name(call.site(), arn))));
        });
        operations.put("DetachUserPolicy", (call, in, out) -> {
            Iam.User user = find(call, in);
            String arn = in.require("PolicyArn");
            if (!user.grants().attached().containsKey(arn)) {
                throw Iam.missing("Policy %s was not found.", arn);
            }
            put(call, user.with(user.grants().detach(arn)));
        });
        operations.put(
                "ListAttachedUserPolicies",
                (call, in, out) ->
                        IamRolePolicies.writeAttached(in, out, find(call, in).grants()));
        operations.put("PutUserPolicy", (call, in, out) -> {
            Iam.User user = find(call, in);
            String name = Iam.name(in, "PolicyName", 128);
            put(call, user.with(user.grants().put(name, Iam.policy(in, "PolicyDocument"))));
        });
        operations.put("GetUserPolicy", (call, in, out) -> {
            Iam.User user = find(call, in);
            out.text("UserName", user.name());
            IamRolePolicies.writeInline(in, out, user.grants(), user.name());
        });
        operations.put("DeleteUserPolicy", (call, in, out) -> {
            Iam.User user = find(call, in);
            String name = IamRolePolicies.present(in, user.grants(), user.name());
            put(call, user.with(user.grants().drop(name)));
        });
        operations.put(
                "ListUserPolicies",
                (call, in, out) ->
                        IamRolePolicies.writeNames(in, out, find(call, in).grants()));
        operations.put("ListGroupsForUser", (call, in, out) -> {
            find(call, in);
            out.list("Groups", List.of(), (item, none) -> {}).text("IsTruncated", false);
        });
    }

    /** Adds a user to an account that begins, with policies of its own attached. */
    static void addTo(Store store, String account, String name, List<String> documents) {
        Iam.Grants grants = Iam.Grants.NONE;
        for (String document : documents) {
            IamPolicies.checkSize(document);
            String policy = name + "-" + (grants.attached().size() + 1);
            String arn = "arn:aws:iam::" + account + ":policy/" + policy;
            grants = grants.attach(arn, policy);
            store.policies.put(
                    arn,
                    new Iam.Policy(
                            policy,
                            "/",
                            "ANPA" + policy,
                            arn,
                            document,
                            1,
                            Optional.empty(),
                            Map.of(),
                            java.time.Instant.EPOCH));
        }
        store.users.put(
                name,
                new Iam.User(
                        name,
                        "/",
                        "AIDA" + name,
                        "arn:aws:iam::" + account + ":user/" + name,
                        grants,
                        Map.of(),
                        Map.of(),
                        java.time.Instant.EPOCH));
    }

    /** The named user, or the caller where none is named. */
    private static Iam.User find(Call call, Params in) {
        String arn = call.caller().principalArn();
        String name = in.get("UserName").orElse(arn.substring(arn.lastIndexOf('/') + 1));
        return call.site()
                .store()
                .users
                .get(name)
                .orElseThrow(() -> Iam.missing("The user with name %s cannot be found.", name));
    }

    private static void put(Call call, Iam.User user) {
        call.site().store().users.put(user.name(), user);
        call.site().world().changed();
    }

    private static void create(Call call, Params in, Xml out) {
        Site site = call.site();
        String name = Iam.name(in, "UserName", 64);
        if (site.store().users.has(name)) {
            throw Iam.exists("User with name %s already exists.", name);
        }
        String path = in.get("Path", "/");
        Iam.User user = new Iam.User(
                name,
                path,
                Iam.uniqueId(site, "AIDA", name),
                Iam.arn(site, "user" + path + name),
                Iam.Grants.NONE.bounded(IamRoles.boundary(call, in)),
                Map.of(),
                Tags.read(in),
                call.now());
        put(call, user);
        out.node("User", xml -> write(xml, user));
    }

    private static void write(Xml out, Iam.User user) {
        out.text("Path", user.path())
                .text("UserName", user.name())
                .text("UserId", user.id())
                .text("Arn", user.arn())
                .text("CreateDate", user.created());
        IamRoles.writeBoundary(out, user.grants());
        Iam.writeTags(out, user.tags());
    }

    private static void delete(Call call, Params in, Xml out) {
        Iam.User user = find(call, in);
        if (!user.keys().isEmpty()) {
            throw Iam.conflict("Cannot delete entity, must delete access keys first.");
        }
        if (!user.grants().isEmpty()) {
            throw Iam.conflict("Cannot delete entity, must detach or delete all policies first.");
        }
        call.site().store().users.remove(user.name());
        call.site().world().changed();
    }

    private static void createKey(Call call, Params in, Xml out) {
        Site site = call.site();
        Iam.User user = find(call, in);
        if (user.keys().size() >= KEYS) {
            throw AwsError.of(409, "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: %s", KEYS);
        }
        String id = Iam.uniqueId(site, "AKIA", user.name()).substring(0, 20);
        String secret = site.newHex("secret", id, 40);
        Map<String, Iam.User.Key> keys = new TreeMap<>(user.keys());
        keys.put(id, new Iam.User.Key(id, true, call.now()));
        put(call, user.withKeys(keys));
        site.store().keys.put(id, new AccessKey(id, secret, user.arn(), user.id(), Optional.empty(), Optional.empty()));
        out.node("AccessKey", key -> key.text("UserName", user.name())
                .text("AccessKeyId", id)
                .text("Status", "Active")
                .text("SecretAccessKey", secret)
                .text("CreateDate", call.now()));
    }

    private static void listKeys(Call call, Params in, Xml out) {
        Iam.User user = find(call, in);
        out.list("AccessKeyMetadata", user.keys().values(), (item, key) -> item.text("UserName", user.name())
                        .text("AccessKeyId", key.id())
                        .text("Status", key.active() ? "Active" : "Inactive")
                        .text("CreateDate", key.created()))
                .text("IsTruncated", false);
    }

    private static void deleteKey(Call call, Params in, Xml out) {
        Iam.User user = find(call, in);
        String id = in.require("AccessKeyId");
        if (!user.keys().containsKey(id)) {
            throw Iam.missing("The Access Key with id %s cannot be found.", id);
        }
        Map<String, Iam.User.Key> keys = new TreeMap<>(user.keys());
        keys.remove(id);
        put(call, user.withKeys(keys));
        call.site().store().keys.remove(id);
    }
}
