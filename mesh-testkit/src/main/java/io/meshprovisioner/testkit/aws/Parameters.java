package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.world.Hashes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SSM parameters: create-if-absent when not overwriting, and the public ones that name EKS's images. */
final class Parameters {
    private static final Pattern IMAGE =
            Pattern.compile("/aws/service/eks/optimized-ami/(1\\.\\d+)/([\\w/.-]+)/(image_id|release_version)");

    private Parameters() {}

    static void register(Map<String, BiFunction<Call, ObjectNode, ObjectNode>> operations) {
        operations.put("PutParameter", Parameters::put);
        operations.put("GetParameter", Parameters::get);
        operations.put("GetParameters", Parameters::getAll);
        operations.put("GetParametersByPath", Parameters::byPath);
        operations.put("DescribeParameters", Parameters::describe);
        operations.put("DeleteParameter", Parameters::delete);
        operations.put("DeleteParameters", Parameters::deleteAll);
        operations.put("AddTagsToResource", Parameters::tag);
        operations.put("ListTagsForResource", Parameters::tags);
    }

    private static ObjectNode put(Call call, ObjectNode in) {
        String name = name(in);
        Optional<Parameter> present = call.here().parameters.get(name);
        if (present.isPresent() && !in.path("Overwrite").asBoolean(false)) {
            throw AwsError.of(
                    "ParameterAlreadyExists",
                    "The parameter already exists. To overwrite this value, set the overwrite option in the request to"
                            + " true.");
        }
        if (!name.matches("/?[a-zA-Z0-9_.-]+(/[a-zA-Z0-9_.-]+)*")
                || name.toLowerCase(java.util.Locale.ROOT).matches("/?(aws|ssm).*")) {
            throw AwsError.of("ValidationException", "Parameter name %s: invalid or reserved.", name);
        }
        String value = EksIn.text(in, "Value").orElse("");
        if (value.isEmpty() || value.length() > 4096) {
            throw AwsError.of(
                    "ValidationException", "Standard tier parameters support a value of 1 to 4096 characters.");
        }
        Map<String, String> tags = new TreeMap<>(present.map(Parameter::tags).orElse(Map.of()));
        in.path("Tags")
                .forEach(tag ->
                        tags.put(tag.path("Key").asText(), tag.path("Value").asText()));
        Parameter made = new Parameter(
                name,
                EksIn.text(in, "Type").or(() -> present.map(Parameter::type)).orElse("String"),
                value,
                present.map(Parameter::version).orElse(0) + 1,
                call.now(),
                EksIn.text(in, "Description").or(() -> present.flatMap(Parameter::description)),
                tags);
        call.here().parameters.put(name, made);
        call.site().world().changed();
        return Json.object().put("Version", made.version()).put("Tier", "Standard");
    }

    private static String name(JsonNode in) {
        return EksIn.text(in, "Name")
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> AwsError.of("ValidationException", "Name is required."));
    }

    private static Optional<Parameter> find(Call call, String name) {
        Matcher image = IMAGE.matcher(name);
        return image.matches() ? image(call, image) : call.here().parameters.get(name);
    }

    private static Optional<Parameter> image(Call call, Matcher image) {
        return KubernetesVersions.find(call.site().world().settings().era(), image.group(1))
                .map(offer -> {
                    String release = offer.patchVersion() + "-20260801";
                    String id = "ami-0"
                            + Hashes.hex(
                                    "ami\n" + call.site().region() + "\n" + offer.minor() + "\n" + image.group(2), 16);
                    return new Parameter(
                            image.group(),
                            "String",
                            image.group(3).equals("image_id") ? id : release,
                            1,
                            offer.released(),
                            Optional.empty(),
                            Map.of());
                });
    }

    private static AwsError missing() {
        return AwsError.of("ParameterNotFound", "The parameter was not found in this account and region.");
    }

    private static ObjectNode get(Call call, ObjectNode in) {
        Parameter parameter = find(call, name(in)).orElseThrow(Parameters::missing);
        return Json.object().set("Parameter", write(call, parameter));
    }

    private static ObjectNode write(Call call, Parameter parameter) {
        return Json.object()
                .put("Name", parameter.name())
                .put("Type", parameter.type())
                .put("Value", parameter.value())
                .put("Version", parameter.version())
                .put("LastModifiedDate", Json.time(parameter.modified()))
                .put(
                        "ARN",
                        call.site().arn("ssm", "parameter/" + parameter.name().replaceFirst("^/", "")))
                .put("DataType", "text");
    }

    private static ObjectNode getAll(Call call, ObjectNode in) {
        List<Parameter> found = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String name : EksIn.texts(in.path("Names"))) {
            find(call, name).ifPresentOrElse(found::add, () -> invalid.add(name));
        }
        ObjectNode out = Json.object();
        out.set("Parameters", Json.list(found, parameter -> write(call, parameter)));
        out.set("InvalidParameters", Json.texts(invalid));
        return out;
    }

    private static <T extends JsonNode> ObjectNode page(
            ObjectNode in, List<Parameter> items, int standard, java.util.function.Function<Parameter, T> each) {
        Pages<Parameter> page = Pages.of(
                items,
                Parameter::name,
                EksIn.text(in, "NextToken"),
                in.path("MaxResults").asInt(standard));
        ObjectNode out = Json.object();
        out.set("Parameters", Json.list(page.items(), each));
        Json.put(out, "NextToken", page.next());
        return out;
    }

    private static ObjectNode byPath(Call call, ObjectNode in) {
        String path = EksIn.text(in, "Path").orElse("/");
        String prefix = path.endsWith("/") ? path : path + "/";
        boolean deep = in.path("Recursive").asBoolean(false);
        List<Parameter> below = call.here().parameters.under(prefix).stream()
                .filter(parameter -> deep || parameter.name().indexOf('/', prefix.length()) < 0)
                .toList();
        return page(in, below, 10, parameter -> write(call, parameter));
    }

    private static ObjectNode describe(Call call, ObjectNode in) {
        List<Parameter> asked = call.here().parameters.all().stream()
                .filter(parameter -> matches(parameter, in.path("ParameterFilters")))
                .toList();
        return page(in, asked, 50, parameter -> {
            ObjectNode item = write(call, parameter);
            item.remove("Value");
            Json.put(item, "Description", parameter.description());
            return item.put("Tier", "Standard");
        });
    }

    private static boolean matches(Parameter parameter, JsonNode filters) {
        for (JsonNode filter : filters) {
            String key = filter.path("Key").asText();
            String option = filter.path("Option").asText("Equals");
            List<String> values = EksIn.texts(filter.path("Values"));
            String actual;
            if (key.equals("Name") || key.equals("Path")) {
                actual = parameter.name();
            } else if (key.startsWith("tag:")) {
                actual = parameter.tags().getOrDefault(key.substring(4), "");
            } else if (key.equals("Type")) {
                actual = parameter.type();
            } else {
                throw AwsError.of("InvalidFilterKey", "The filter key %s is not valid.", key);
            }
            boolean under = key.equals("Path") || option.equals("BeginsWith");
            boolean hit = values.stream().anyMatch(value -> switch (option) {
                case "Contains" -> actual.contains(value);
                default -> under ? actual.startsWith(value) : actual.equals(value);
            });
            if (!hit) {
                return false;
            }
        }
        return true;
    }

    private static ObjectNode delete(Call call, ObjectNode in) {
        String name = name(in);
        if (!call.here().parameters.has(name)) {
            throw missing();
        }
        call.here().parameters.remove(name);
        call.site().world().changed();
        return Json.object();
    }

    private static ObjectNode deleteAll(Call call, ObjectNode in) {
        List<String> gone = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String name : EksIn.texts(in.path("Names"))) {
            (call.here().parameters.has(name) ? gone : invalid).add(name);
            call.here().parameters.remove(name);
        }
        call.site().world().changed();
        ObjectNode out = Json.object();
        out.set("DeletedParameters", Json.texts(gone));
        out.set("InvalidParameters", Json.texts(invalid));
        return out;
    }

    private static Parameter tagged(Call call, ObjectNode in) {
        return call.here()
                .parameters
                .get(EksIn.text(in, "ResourceId").orElse(""))
                .orElseThrow(() -> AwsError.of("InvalidResourceId", "The resource id is not a parameter's name."));
    }

    private static ObjectNode tag(Call call, ObjectNode in) {
        Parameter old = tagged(call, in);
        Map<String, String> tags = new TreeMap<>(old.tags());
        in.path("Tags")
                .forEach(tag ->
                        tags.put(tag.path("Key").asText(), tag.path("Value").asText()));
        call.here()
                .parameters
                .put(
                        old.name(),
                        new Parameter(
                                old.name(),
                                old.type(),
                                old.value(),
                                old.version(),
                                old.modified(),
                                old.description(),
                                tags));
        call.site().world().changed();
        return Json.object();
    }

    private static ObjectNode tags(Call call, ObjectNode in) {
        return Json.object().set("TagList", Json.entries(tagged(call, in).tags(), (key, value) -> Json.object()
                .put("Key", key)
                .put("Value", value)));
    }
}
