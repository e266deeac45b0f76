package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Key pairs, unique by name in a region. */
final class KeyPairs {
    private static final Filters<KeyPair> FILTERS = new Filters<>(KeyPair::id)
            .one("key-pair-id", KeyPair::id)
            .one("key-name", KeyPair::name)
            .one("fingerprint", KeyPair::fingerprint);

    private KeyPairs() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("CreateKeyPair", KeyPairs::create);
        operations.put("ImportKeyPair", KeyPairs::importPublic);
        operations.put("DescribeKeyPairs", KeyPairs::describe);
        operations.put("DeleteKeyPair", KeyPairs::delete);
    }

    private static void create(Call call, Params in, Xml out) {
        String name = in.require("KeyName");
        Map<String, String> tags = Tags.requested(in, "key-pair");
        if (!in.get("KeyType", "rsa").equals("rsa")) {
            throw AwsError.of("UnsupportedOperation", "The sandbox creates RSA keys only; import an ED25519 key.");
        }
        unused(call, name);
        SshKeys.Made made = SshKeys.make(call.site().newHex("key", name, 32));
        KeyPair pair = store(call.site(), name, tags, "rsa", made.fingerprint(), made.publicKey());
        write(call, out, pair).text("keyMaterial", made.privatePem());
    }

    private static void importPublic(Call call, Params in, Xml out) {
        String name = in.require("KeyName");
        Map<String, String> tags = Tags.requested(in, "key-pair");
        String material;
        try {
            byte[] decoded = Base64.getMimeDecoder().decode(in.require("PublicKeyMaterial"));
            material = new String(decoded, StandardCharsets.UTF_8).trim();
        } catch (IllegalArgumentException e) {
            throw AwsError.of("InvalidKey.Format", "Key is not in valid OpenSSH public key format");
        }
        unused(call, name);
        KeyPair pair = store(call.site(), name, tags, SshKeys.type(material), SshKeys.fingerprint(material), material);
        write(call, out, pair);
    }

    private static void unused(Call call, String name) {
        if (named(call.here(), name).isPresent()) {
            throw AwsError.of("InvalidKeyPair.Duplicate", "The keypair already exists");
        }
    }

    static Optional<KeyPair> named(Region here, String name) {
        return here.keyPairs.where(pair -> pair.name().equals(name)).findFirst();
    }

    private static KeyPair store(
            Site site, String name, Map<String, String> tags, String type, String fingerprint, String publicKey) {
        KeyPair pair = new KeyPair(site.newId("key", name), name, type, fingerprint, publicKey);
        site.here().keyPairs.put(pair.id(), pair);
        site.born(pair.id(), "key-pair", tags);
        return pair;
    }

    private static Xml write(Call call, Xml out, KeyPair pair) {
        out.text("keyName", pair.name())
                .text("keyFingerprint", pair.fingerprint())
                .text("keyPairId", pair.id());
        Tags.write(out, call.site().tags(pair.id()));
        return out;
    }

    private static void describe(Call call, Params in, Xml out) {
        List<String> names = in.list("KeyName");
        List<String> ids = in.list("KeyPairId");
        Stream<KeyPair> visible = call.here().keyPairs.where(pair -> call.site().visible(pair.id()));
        List<KeyPair> present = visible.toList();
        for (String name : names) {
            if (present.stream().noneMatch(pair -> pair.name().equals(name))) {
                throw AwsError.of("InvalidKeyPair.NotFound", "The key pair '%s' does not exist", name);
            }
        }
        for (String id : ids) {
            if (present.stream().noneMatch(pair -> pair.id().equals(id))) {
                throw AwsError.of("InvalidKeyPair.NotFound", "The key pair ID '%s' does not exist", id);
            }
        }
        List<KeyPair> asked = present.stream()
                .filter(pair -> names.isEmpty() || names.contains(pair.name()))
                .filter(pair -> ids.isEmpty() || ids.contains(pair.id()))
                .filter(FILTERS.check(in).of(call.site(), in))
                .toList();
        boolean withKey = in.flag("IncludePublicKey", false);
        out.list("keySet", asked, (item, pair) -> {
            write(call, item, pair)
                    .text("keyType", pair.type())
                    .text("createTime", call.site().created(pair.id()));
            if (withKey) {
                item.text("publicKey", pair.publicKey());
            }
        });
    }

    private static void delete(Call call, Params in, Xml out) {
        Optional<String> name = in.get("KeyName");
        Optional<String> id = in.get("KeyPairId");
        Optional<KeyPair> pair =
                id.flatMap(call.here().keyPairs::get).or(() -> name.flatMap(text -> named(call.here(), text)));
        pair.ifPresent(present -> {
            call.here().keyPairs.remove(present.id());
            call.here().cards.remove(present.id());
            call.site().world().changed();
        });
        out.text("return", true).text("keyPairId", pair.map(KeyPair::id).or(() -> id));
    }
}
