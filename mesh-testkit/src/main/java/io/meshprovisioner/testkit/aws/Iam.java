package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What IAM keeps, and what its operations share; each kind of resource has a class of its own. */
final class Iam {
    private Iam() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        IamRoles.register(operations);
        IamRolePolicies.register(operations);
        IamUsers.register(operations);
        IamPolicies.register(operations);
        IamOidcProviders.register(operations);
        IamInstanceProfiles.register(operations);
        operations.put("GetAccountSummary", Iam::summary);
    }

    /** How much there is, and how much there may be, as far as the sandbox keeps it; the quotas are AWS's defaults. */
    private static void summary(Call call, Params in, Xml out) {
        Store store = call.site().store();
        Map<String, Integer> counts = new TreeMap<>();
        counts.put("Roles", store.roles.all().size());
        counts.put("RolesQuota", 1000);
        counts.put("Users", store.users.all().size());
        counts.put("UsersQuota", 5000);
        counts.put("Policies", store.policies.all().size());
        counts.put("PoliciesQuota", 1500);
        out.node(
                "SummaryMap",
                map -> counts.forEach((key, value) ->
                        map.node("entry", entry -> entry.text("key", key).text("value", value))));
    }

    /** Policies by ARN, inline policies by name. */
    record Grants(Map<String, String> attached, Map<String, String> inline, Optional<String> boundary) {
        static final Grants NONE = new Grants(Map.of(), Map.of(), Optional.empty());

        Grants {
            attached = sorted(attached);
            inline = sorted(inline);
        }

        Grants attach(String arn, String name) {
            return new Grants(with(attached, arn, name), inline, boundary);
        }

        Grants detach(String arn) {
            return new Grants(without(attached, arn), inline, boundary);
        }

        Grants put(String name, String document) {
            return new Grants(attached, with(inline, name, document), boundary);
        }

        Grants drop(String name) {
            return new Grants(attached, without(inline, name), boundary);
        }

        Grants bounded(Optional<String> arn) {
            return new Grants(attached, inline, arn);
        }

        boolean isEmpty() {
            return attached.isEmpty() && inline.isEmpty();
        }
    }

    record Role(
            String name,
            String path,
            String id,
            String arn,
            String trust,
            Optional<String> description,
            int maxSession,
            Grants grants,
            Map<String, String> tags,
            Instant created) {
        Role {
            tags = sorted(tags);
        }

        Role with(Grants other) {
            return new Role(name, path, id, arn, trust, description, maxSession, other, tags, created);
        }

        Role withTrust(String other) {
            return new Role(name, path, id, arn, other, description, maxSession, grants, tags, created);
        }

        Role withTags(Map<String, String> other) {
            return new Role(name, path, id, arn, trust, description, maxSession, grants, other, created);
        }

        Role describedAs(Optional<String> text, int session) {
            return new Role(name, path, id, arn, trust, text, session, grants, tags, created);
        }

        /** Whether the trust policy lets a service assume it. */
        boolean trusts(String service) {
            for (JsonNode statement : Iam.document(trust).path("Statement")) {
                JsonNode named = statement.path("Principal").path("Service");
                List<String> services = named.isArray() ? EksIn.texts(named) : List.of(named.asText());
                if (statement.path("Effect").asText().equals("Allow")
                        && services.stream().anyMatch(text -> text.equals(service) || text.startsWith(service + "."))) {
                    return true;
                }
            }
            return false;
        }

        /** Whether the trust policy lets principals of AWS assume it, who know the external id where it asks for one. */
        boolean trustsPrincipals(Optional<String> externalId) {
            for (JsonNode statement : Iam.document(trust).path("Statement")) {
                JsonNode asked =
                        statement.path("Condition").path("StringEquals").path("sts:ExternalId");
                if (statement.path("Effect").asText().equals("Allow")
                        && statement.path("Principal").has("AWS")
                        && (asked.isMissingNode() || asked.asText().equals(externalId.orElse("")))) {
                    return true;
                }
            }
            return false;
        }

        /** Whether a managed policy of AWS is attached; an administrator needs none. */
        boolean allows(Site site, String policy) {
            return grants.attached().containsValue(policy)
                    || grants.attached()
                            .containsKey("arn:" + site.partition() + ":iam::aws:policy/AdministratorAccess");
        }
    }

    record User(
            String name,
            String path,
            String id,
            String arn,
            Grants grants,
            Map<String, Key> keys,
            Map<String, String> tags,
            Instant created) {
        User {
            keys = Collections.unmodifiableMap(new TreeMap<>(keys));
            tags = sorted(tags);
        }

        User with(Grants other) {
            return new User(name, path, id, arn, other, keys, tags, created);
        }

        User withKeys(Map<String, Key> other) {
            return new User(name, path, id, arn, grants, other, tags, created);
        }

        User withTags(Map<String, String> other) {
            return new User(name, path, id, arn, grants, keys, other, created);
        }

        /** An access key as IAM lists it: without its secret. */
        record Key(String id, boolean active, Instant created) {}
    }

    record Policy(
            String name,
            String path,
            String id,
            String arn,
            String document,
            int version,
            Optional<String> description,
            Map<String, String> tags,
            Instant created) {
        Policy {
            tags = sorted(tags);
        }
    }

    record OidcProvider(
            String arn,
            String url,
            List<String> clientIds,
            List<String> thumbprints,
            Map<String, String> tags,
            Instant created) {
        OidcProvider {
            clientIds = List.copyOf(clientIds);
            thumbprints = List.copyOf(thumbprints);
            tags = sorted(tags);
        }
    }

    record InstanceProfile(String name, String path, String id, String arn, List<String> roles, Instant created) {
        InstanceProfile {
            roles = List.copyOf(roles);
        }
    }

    private static Map<String, String> sorted(Map<String, String> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }

    static Map<String, String> with(Map<String, String> map, String key, String value) {
        Map<String, String> result = new TreeMap<>(map);
        result.put(key, value);
        return result;
    }

    static Map<String, String> without(Map<String, String> map, String key) {
        Map<String, String> result = new TreeMap<>(map);
        result.remove(key);
        return result;
    }

    static String arn(Site site, String resource) {
        return "arn:" + site.partition() + ":iam::" + site.options().accountId() + ":" + resource;
    }

    /** A unique id such as AROA..., 21 characters. */
    static String uniqueId(Site site, String prefix, String name) {
        return prefix
                + site.world()
                        .newId("iam/" + prefix + "/" + site.world().settings().seed(), name, 17)
                        .toUpperCase(java.util.Locale.ROOT);
    }

    static AwsError missing(String format, Object... arguments) {
        return AwsError.of(404, "NoSuchEntity", format, arguments);
    }

    static AwsError exists(String format, Object... arguments) {
        return AwsError.of(409, "EntityAlreadyExists", format, arguments);
    }

    static AwsError conflict(String format, Object... arguments) {
        return AwsError.of(409, "DeleteConflict", format, arguments);
    }

    static String name(Params in, String member, int longest) {
        String name = in.require(member);
        if (!name.matches("[\\w+=,.@-]{1," + longest + "}")) {
            throw AwsError.of(
                    "ValidationError",
                    "The specified value for %s is invalid. It must contain only alphanumeric characters and/or the"
                            + " following: +=,.@_- and be at most %s long",
                    member,
                    longest);
        }
        return name;
    }

    /** A policy document that a request carries. */
    static String policy(Params in, String member) {
        String text = in.require(member);
        if (!document(text).path("Statement").isContainerNode()) {
            throw AwsError.of("MalformedPolicyDocument", "Syntax errors in policy.");
        }
        return text;
    }

    static JsonNode document(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw AwsError.of("MalformedPolicyDocument", "This policy contains invalid Json");
        }
    }

    /** Documents are answered URL-encoded. */
    static String encoded(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static void writeTags(Xml out, Map<String, String> tags) {
        if (!tags.isEmpty()) {
            allTags(out, tags);
        }
    }

    static void allTags(Xml out, Map<String, String> tags) {
        out.list("Tags", tags.entrySet(), (item, tag) -> item.text("Key", tag.getKey())
                .text("Value", tag.getValue()));
    }

    /** Writes a page of a list by Marker and MaxItems. */
    static <T> void page(
            Params in, Xml out, String element, List<T> items, Function<T, String> key, BiConsumer<Xml, T> each) {
        Pages<T> page = Pages.of(items, key, in.get("Marker"), in.number("MaxItems", 100));
        out.list(element, page.items(), each)
                .text("IsTruncated", page.next().isPresent())
                .text("Marker", page.next());
    }
}
