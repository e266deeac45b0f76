package io.meshprovisioner.testkit.aws;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Regions with their zones and partitions. */
final class Geography {
    private static final Map<String, String> ZONES = new TreeMap<>(Map.ofEntries(
            Map.entry("us-east-1", "abcdef"),
            Map.entry("us-east-2", "abc"),
            Map.entry("us-west-1", "ac"),
            Map.entry("us-west-2", "abcd"),
            Map.entry("ca-central-1", "abd"),
            Map.entry("sa-east-1", "abc"),
            Map.entry("eu-west-1", "abc"),
            Map.entry("eu-west-2", "abc"),
            Map.entry("eu-west-3", "abc"),
            Map.entry("eu-central-1", "abc"),
            Map.entry("eu-central-2", "abc"),
            Map.entry("eu-north-1", "abc"),
            Map.entry("eu-south-1", "abc"),
            Map.entry("ap-northeast-1", "acd"),
            Map.entry("ap-northeast-2", "abcd"),
            Map.entry("ap-northeast-3", "abc"),
            Map.entry("ap-southeast-1", "abc"),
            Map.entry("ap-southeast-2", "abc"),
            Map.entry("ap-south-1", "abc"),
            Map.entry("ap-east-1", "abc"),
            Map.entry("cn-north-1", "abd"),
            Map.entry("cn-northwest-1", "abc"),
            Map.entry("us-gov-west-1", "abc"),
            Map.entry("us-gov-east-1", "abc")));

    private Geography() {}

    static boolean known(String region) {
        return ZONES.containsKey(region);
    }

    /** The regions of the same partition. */
    static List<String> regions(String partition) {
        return ZONES.keySet().stream()
                .filter(region -> partition(region).equals(partition))
                .toList();
    }

    static List<Zone> zones(String region) {
        String letters = ZONES.getOrDefault(region, "");
        return java.util.stream.IntStream.range(0, letters.length())
                .mapToObj(i -> new Zone(region + letters.charAt(i), shortName(region) + "-az" + (i + 1)))
                .toList();
    }

    static String zoneId(String region, String zone) {
        return zones(region).stream()
                .filter(candidate -> candidate.name().equals(zone))
                .map(Zone::id)
                .findFirst()
                .orElse(zone);
    }

    static String partition(String region) {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    static String dnsSuffix(String region) {
        return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    }

    /** us-west-2 is usw2, ap-southeast-1 is apse1. */
    static String shortName(String region) {
        String[] parts = region.split("-", -1);
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < parts.length - 1; i++) {
            String part = parts[i];
            result.append(
                    i == 0
                            ? part
                            : switch (part) {
                                case "northeast" -> "ne";
                                case "northwest" -> "nw";
                                case "southeast" -> "se";
                                case "gov" -> "g";
                                default -> part.substring(0, 1).toLowerCase(Locale.ROOT);
                            });
        }
        return result.append(parts[parts.length - 1]).toString();
    }

    /** An availability zone by its name in this account and its id everywhere. */
    record Zone(String name, String id) {}
}
