package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.wire.Response;
import java.util.List;
import java.util.function.Predicate;

/** Carries out one call: get, list, create, update, patch, delete, and what subresources do. */
final class Verbs {
    private final Call call;
    private final ApiServer server;

    Verbs(Call call) {
        this.call = call;
        this.server = call.server();
    }

    /** The verb as authorization rules name it. */
    static String verb(Call call) {
        boolean collection = call.name().isEmpty();
        return switch (call.request().method()) {
            case "GET", "HEAD" -> Router.isWatch(call.request()) ? "watch" : collection ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> single(collection, "update");
            case "PATCH" -> single(collection, "patch");
            case "DELETE" -> collection ? "deletecollection" : "delete";
            default -> throw ApiError.methodNotAllowed();
        };
    }

    private static String single(boolean collection, String verb) {
        if (collection) {
            throw ApiError.methodNotAllowed();
        }
        return verb;
    }

    Response answer() {
        String verb = verb(call);
        Authorizer.check(call, verb);
        if (!call.subresource().isEmpty() && !call.subresource().equals("status")) {
            return new Subresources(call).answer(verb);
        }
        if (!call.type().verbs().contains(verb)) {
            throw ApiError.methodNotAllowed();
        }
        if (Reviews.handles(call.type())) {
            return Answers.of(call, 201, new Reviews(call).review());
        }
        // An unacceptable form must be refused before anything changes.
        Answers.form(call);
        return switch (verb) {
            case "get" -> Answers.of(call, 200, call.served(call.live()));
            case "list" -> Answers.of(call, 200, Reads.list(call));
            case "create" -> create();
            case "update" -> Answers.of(call, 200, new Updates(server).replace(call));
            case "patch" -> {
                Patches.Patched patched = new Patches(server).patch(call);
                yield Answers.of(call, patched.created() ? 201 : 200, patched.object());
            }
            case "delete" -> Answers.of(call, 200, new Deletes(server).delete(call));
            case "deletecollection" -> deleteCollection();
            default -> throw ApiError.methodNotAllowed();
        };
    }

    private Response create() {
        if (!call.name().isEmpty()
                || (call.type().namespaced() && call.namespace().isEmpty())) {
            throw ApiError.methodNotAllowed();
        }
        return Answers.of(call, 201, new Creates(server).create(call));
    }

    private Response deleteCollection() {
        Predicate<ObjectNode> filter = Reads.filter(call);
        Deletes.Options options = Deletes.Options.of(call);
        ObjectNode list = Reads.list(call);
        for (ObjectNode object : List.copyOf(server.store().list(call.type().storage()))) {
            if (filter.test(object)) {
                new Deletes(server).delete(call.type(), object, options);
            }
        }
        Trees.with(list, "metadata")
                .put("resourceVersion", Long.toString(server.store().revision()));
        return Answers.of(call, 200, list);
    }
}
