package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Selectors;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Lists objects. */
final class Reads {
    private Reads() {}

    /** Which of a resource's objects (as stored) a request asks for. */
    static Predicate<ObjectNode> filter(Call call) {
        Request request = call.request();
        String namespace = call.namespace();
        String name = call.name();
        Predicate<ObjectNode> filter = object -> true;
        if (!namespace.isEmpty()) {
            filter = filter.and(object -> Trees.namespace(object).equals(namespace));
        }
        if (!name.isEmpty()) {
            filter = filter.and(object -> Trees.name(object).equals(name));
        }
        try {
            String labels = request.query("labelSelector").orElse("");
            if (!labels.isEmpty()) {
                Predicate<Map<String, String>> selector = Selectors.labels(labels);
                filter = filter.and(object -> selector.test(Trees.labels(object)));
            }
            String fields = request.query("fieldSelector").orElse("");
            if (!fields.isEmpty()) {
                filter = filter.and(Selectors.fields(fields, SelectableFields.of(call.type()))::test);
            }
        } catch (Selectors.UnknownFieldException e) {
            throw ApiError.badRequest(SelectableFields.refusal(call.type(), String.valueOf(e.getMessage())));
        } catch (IllegalArgumentException e) {
            throw ApiError.badRequest(String.valueOf(e.getMessage()));
        }
        return filter;
    }

    /** Answers a GET of a collection, in the version that was asked for. */
    static ObjectNode list(Call call) {
        Store store = call.server().store();
        Request request = call.request();
        long revision = store.revision();
        String start = "";
        String token = request.query("continue").orElse("");
        Collection<ObjectNode> all;
        if (!token.isEmpty()) {
            JsonNode resume = resume(token);
            revision = resume.path("rv").asLong();
            start = resume.path("start").asText();
            all = snapshot(call, revision);
        } else if (request.query("resourceVersionMatch").orElse("").equals("Exact")) {
            revision = revision(request.query("resourceVersion").orElse(""));
            all = snapshot(call, revision);
        } else {
            long asked = revision(request.query("resourceVersion").orElse(""));
            if (asked > revision) {
                throw tooLarge(asked, revision);
            }
            all = call.namespace().isEmpty()
                    ? store.list(call.type().storage())
                    : store.list(call.type().storage(), call.namespace());
        }
        return page(call, all, revision, start);
    }

    private static ObjectNode page(Call call, Collection<ObjectNode> all, long revision, String start) {
        Predicate<ObjectNode> filter = filter(call);
        List<ObjectNode> found = new ArrayList<>();
        for (ObjectNode object : all) {
            if (position(object).compareTo(start) > 0 && filter.test(object)) {
                found.add(object);
            }
        }
        int limit = call.request().query("limit").map(Integer::valueOf).orElse(0);
        ObjectNode list = Trees.object();
        list.put("kind", call.type().kind() + "List").put("apiVersion", call.apiVersion());
        ObjectNode metadata = list.putObject("metadata").put("resourceVersion", Long.toString(revision));
        if (limit > 0 && found.size() > limit) {
            ObjectNode resume = Trees.object().put("v", "meta.k8s.io/v1").put("rv", revision);
            resume.put("start", position(found.get(limit - 1)));
            metadata.put("continue", Base64.getUrlEncoder().withoutPadding().encodeToString(Trees.bytes(resume)));
            if (call.request().query("labelSelector").isEmpty()
                    && call.request().query("fieldSelector").isEmpty()) {
                metadata.put("remainingItemCount", found.size() - limit);
            }
            found = found.subList(0, limit);
        }
        ArrayNode items = list.putArray("items");
        found.forEach(object -> items.add(item(call, object)));
        return list;
    }

    /** An object inside a list: built-in types leave out what the list's kind says. */
    private static ObjectNode item(Call call, ObjectNode stored) {
        ObjectNode served = call.served(stored);
        if (call.type().custom()) {
            return served;
        }
        ObjectNode item = served.objectNode();
        item.setAll(served);
        item.remove(List.of("kind", "apiVersion"));
        return item;
    }

    private static String position(ObjectNode object) {
        return Trees.namespace(object) + "/" + Trees.name(object);
    }

    private static Collection<ObjectNode> snapshot(Call call, long revision) {
        return call.server()
                .store()
                .at(call.type().storage(), revision)
                .orElseThrow(() -> ApiError.expired("The provided continue parameter is too old to display a"
                        + " consistent list result. You can start a new list without the continue parameter, or use"
                        + " the continue token in this response to retrieve the remainder of the results."));
    }

    private static JsonNode resume(String token) {
        try {
            return Trees.parse(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
        } catch (RuntimeException e) {
            throw ApiError.badRequest("continue key is not valid: " + token);
        }
    }

    /** A resourceVersion as a number; empty is 0. */
    static long revision(String text) {
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ApiError.badRequest("resourceVersion: Invalid value: \"" + text + "\": strconv.ParseUint: parsing \""
                    + text + "\": invalid syntax");
        }
    }

    private static ApiError tooLarge(long asked, long current) {
        ObjectNode details = Trees.object();
        details.putArray("causes")
                .addObject()
                .put("reason", "ResourceVersionTooLarge")
                .put("message", "Too large resource version");
        return new ApiError(504, "Timeout", "Too large resource version: " + asked + ", current: " + current, details);
    }
}
