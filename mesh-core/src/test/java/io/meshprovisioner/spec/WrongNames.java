package io.meshprovisioner.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Names, the region and tags. */
final class WrongNames extends WrongSpecs {
    WrongNames() {
        names();
        tags();
    }

    private void names() {
        add("name", base()::name, "Shop", "shop", "lower-case");
        add("name", base()::name, "", "s", "letter first");
        add("name", base()::name, "1shop", "shop1", "letter first");
        add("name", base()::name, "shop-", "shop", "no hyphen last");
        add("name", base()::name, "shop_eu", "shop-eu", "hyphens");
        add("name", base()::name, "sh\u00f6p", "shop", "letters");
        add("name", base()::name, "s".repeat(41), "s".repeat(40), "64 characters");
        add("region", WrongNames::inRegion, "us-west2", "us-west-2", "us-west-2");
        add("region", WrongNames::inRegion, "us-west-2a", "us-west-2", "\"us-west-2\"");
        add("region", WrongNames::inRegion, "EU-CENTRAL-1", "eu-central-1", "eu-central-1");
        add("region", WrongNames::inRegion, "eu-centrall-1", "eu-central-1", "eu-central-1");
        add("region", WrongNames::inRegion, "us-west-9", "us-west-1", "Regions.known().with(\"us-west-9\")");
        add("region", WrongNames::inRegion, "", "cn-north-1", "us-west-2");
        add("region", WrongNames::inRegion, "us-iso-east-1", "us-gov-east-1", "us-gov-east-1");
    }

    private static MeshSpec inRegion(String region) {
        return MeshSpec.forRegion(region);
    }

    private void tags() {
        tag("aws:team", "a", "team", "a", "another key");
        tag("AWS:team", "a", "team", "a", "another key");
        tag("mesh-provisioner/mesh", "a", "mesh", "a", "another key");
        tag("kubernetes.io/cluster/x", "owned", "cluster", "owned", "another key");
        tag("Name", "shop", "title", "shop", "another key");
        tag("", "a", "team", "a", "1 to 128");
        tag("team!", "a", "team", "a", "_ . : / = + - @");
        tag("team", "a;b", "team", "a b", "_ . : / = + - @");
        tag("team", "line\nbreak", "team", "line break", "letters");
        tag("team", "v".repeat(257), "team", "v".repeat(256), "256");
        String key = "k".repeat(129);
        add("tags[" + "k".repeat(80) + "...]", base()::tags, Map.of(key, ""), Map.of(key.substring(1), ""), "1 to 128");
        add(
                "tags[team]",
                base()::tags,
                Map.of("Team", "a", "team", "b"),
                Map.of("Team", "a", "teams", "b"),
                "one of them");
        add("tags", base()::tags, manyTags(41), manyTags(40), "40 at most");
    }

    private void tag(String key, String value, String rightKey, String rightValue, String advice) {
        add("tags[" + key + "]", base()::tags, Map.of(key, value), Map.of(rightKey, rightValue), advice);
    }

    private static Map<String, String> manyTags(int count) {
        return IntStream.range(0, count)
                .boxed()
                .collect(Collectors.toMap(index -> "tag" + index, index -> "x", (a, b) -> a, LinkedHashMap::new));
    }
}
