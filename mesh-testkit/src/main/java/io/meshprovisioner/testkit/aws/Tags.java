package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tags of EC2 resources: in the call that makes one, and CreateTags, DeleteTags, DescribeTags. */
final class Tags {
    private static final Filters<Row> FILTERS = new Filters<>(Row::id)
            .one("resource-id", Row::id)
            .one("resource-type", Row::type)
            .one("key", Row::key)
            .one("value", Row::value);

    private Tags() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("CreateTags", Tags::create);
        operations.put("DeleteTags", Tags::delete);
        operations.put("DescribeTags", Tags::describe);
    }

    /** The tags that a create call asks for, for one type of resource. */
    static Map<String, String> requested(Params in, String type) {
        Map<String, String> result = new TreeMap<>();
        for (Params specification : in.structs("TagSpecification")) {
            String asked = specification.get("ResourceType", "");
            if (!asked.equals(type)) {
                throw AwsError.of(
                        "InvalidParameterValue",
                        "'%s' is not a valid taggable resource type for this operation.",
                        asked);
            }
            result.putAll(read(specification));
        }
        return result;
    }

    /** The key-value pairs of a member named Tag or Tags. */
    static Map<String, String> read(Params in) {
        Map<String, String> result = new TreeMap<>();
        List<Params> pairs = new ArrayList<>(in.structs("Tag"));
        pairs.addAll(in.structs("Tags"));
        for (Params pair : pairs) {
            result.put(key(pair.get("Key", "")), pair.get("Value", ""));
        }
        if (result.size() > 50) {
            throw AwsError.of("TagLimitExceeded", "More than 50 tags specified");
        }
        return result;
    }

    private static String key(String key) {
        if (key.isEmpty() || key.length() > 128) {
            throw AwsError.of("InvalidParameterValue", "Tag key is invalid: 1 to 128 characters are allowed.");
        }
        if (key.startsWith("aws:")) {
            throw AwsError.of(
                    "InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use: %s", key);
        }
        return key;
    }

    static void write(Xml out, Map<String, String> tags) {
        out.list("tagSet", tags.entrySet(), (item, tag) -> item.text("key", tag.getKey())
                .text("value", tag.getValue()));
    }

    /** The Name tag, or what stands for it. */
    static String name(Map<String, String> tags, String otherwise) {
        return tags.getOrDefault("Name", otherwise);
    }

    private static void create(Call call, Params in, Xml out) {
        Map<String, String> tags = read(in);
        ids(call, in).forEach(id -> call.here().cards.change(id, card -> card.withTags(tags)));
        out.text("return", true);
    }

    private static void delete(Call call, Params in, Xml out) {
        for (String id : ids(call, in)) {
            for (Params tag : in.structs("Tag")) {
                String key = tag.get("Key", "");
                Optional<String> value = tag.get("Value");
                String current = call.site().tags(id).get(key);
                if (current != null && value.map(current::equals).orElse(true)) {
                    call.here().cards.change(id, card -> card.withoutTag(key));
                }
            }
        }
        out.text("return", true);
    }

    private static List<String> ids(Call call, Params in) {
        List<String> ids = in.list("ResourceId");
        for (String id : ids) {
            if (!call.here().cards.has(id)) {
                throw AwsError.of("InvalidID", "The ID '%s' is not valid", id);
            }
        }
        return ids;
    }

    private static void describe(Call call, Params in, Xml out) {
        Region here = call.here();
        List<Row> rows = new ArrayList<>();
        for (String id : here.cards.keys()) {
            here.cards.get(id).filter(card -> call.site().visible(id)).ifPresent(card -> card.tags()
                    .forEach((key, value) -> rows.add(new Row(id, card.type(), key, value))));
        }
        List<Row> asked =
                rows.stream().filter(FILTERS.check(in).of(call.site(), in)).toList();
        Pages.answer(in, out, asked, row -> row.id() + "\n" + row.key(), "tagSet", (item, row) -> item.text(
                        "resourceId", row.id())
                .text("resourceType", row.type())
                .text("key", row.key())
                .text("value", row.value()));
    }

    private record Row(String id, String type, String key, String value) {}
}
