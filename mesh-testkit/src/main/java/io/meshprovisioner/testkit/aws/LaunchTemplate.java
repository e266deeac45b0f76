package io.meshprovisioner.testkit.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A launch template with all its versions, the first being version 1. */
record LaunchTemplate(String id, String name, int defaultVersion, List<Version> versions) {
    static final Kind<LaunchTemplate> KIND = new Kind<>(
            "launch-template",
            "lt",
            "LaunchTemplateId",
            "InvalidLaunchTemplateId.NotFound",
            "The specified launch template, with template ID %s, does not exist.",
            region -> region.launchTemplates,
            LaunchTemplate::id);

    LaunchTemplate {
        versions = List.copyOf(versions);
    }

    int latest() {
        return versions.get(versions.size() - 1).number();
    }

    /** A version by number, {@code $Latest} or {@code $Default}. */
    Optional<Version> version(String text) {
        String number =
                switch (text) {
                    case "$Latest" -> String.valueOf(latest());
                    case "$Default" -> String.valueOf(defaultVersion);
                    default -> text;
                };
        return versions.stream()
                .filter(version -> String.valueOf(version.number()).equals(number))
                .findFirst();
    }

    LaunchTemplate with(Version version) {
        List<Version> more = new ArrayList<>(versions);
        more.add(version);
        return new LaunchTemplate(id, name, defaultVersion, more);
    }

    LaunchTemplate withDefault(int version) {
        return new LaunchTemplate(id, name, version, versions);
    }

    LaunchTemplate without(int version) {
        return new LaunchTemplate(
                id,
                name,
                defaultVersion,
                versions.stream().filter(present -> present.number() != version).toList());
    }

    /** One version; {@code data} are the members of LaunchTemplateData as requested. */
    record Version(int number, Optional<String> description, Instant created, Map<String, String> data) {
        Version {
            data = Collections.unmodifiableMap(new TreeMap<>(data));
        }
    }
}
