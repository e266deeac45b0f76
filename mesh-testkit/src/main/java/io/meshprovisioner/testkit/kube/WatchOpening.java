package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.CloudState.KubeIdentity;
import io.meshprovisioner.testkit.world.ClusterState;
import io.meshprovisioner.testkit.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A watch that begins, or why it does not.
 *
 * @param refusal the answer instead of a watch
 * @param first the lines that come at once
 * @param revision from which changes follow
 */
record WatchOpening(
        Optional<Response> refusal,
        ClusterKey cluster,
        Request request,
        KubeIdentity caller,
        List<byte[]> first,
        long revision) {

    private static final KubeIdentity NOBODY = new KubeIdentity("system:anonymous", List.of(), "");

    static WatchOpening of(World world, KubeFront front, ClusterKey cluster, Request request) {
        Optional<ClusterState> state = world.cluster(cluster);
        if (!(state.orElse(null) instanceof KubeCluster kube)) {
            return refused(cluster, request, ApiError.noSuchPath());
        }
        Optional<KubeIdentity> caller = front.authenticate(world, cluster, request);
        if (caller.isEmpty()) {
            return refused(cluster, request, ApiError.unauthorized());
        }
        try {
            Call call = new Router(new ApiServer(world, kube))
                    .call(request, caller.get())
                    .orElseThrow(ApiError::noSuchPath);
            Authorizer.check(call, "watch");
            if (!call.type().verbs().contains("watch")) {
                throw ApiError.methodNotAllowed();
            }
            return begin(call);
        } catch (ApiError error) {
            return refused(cluster, request, error);
        }
    }

    private static WatchOpening refused(ClusterKey cluster, Request request, ApiError error) {
        return new WatchOpening(Optional.of(error.response()), cluster, request, NOBODY, List.of(), 0);
    }

    /** A watch answers 500 where a list answers 400. */
    private static long revision(String asked) {
        try {
            return Reads.revision(asked);
        } catch (ApiError wrong) {
            throw new ApiError(500, "", wrong.message(), null);
        }
    }

    private static WatchOpening begin(Call call) {
        WatchFeed feed = new WatchFeed(call);
        String asked = call.request().query("resourceVersion").orElse("");
        boolean initial = call.request()
                .query("sendInitialEvents")
                .map(Boolean::valueOf)
                .orElse(asked.isEmpty() || asked.equals("0"));
        List<byte[]> first = new ArrayList<>();
        long revision = revision(asked);
        if (initial) {
            revision = call.server().store().revision();
            for (ObjectNode object : call.server().store().list(call.type().storage())) {
                feed.initial(object).ifPresent(first::add);
            }
            if (call.request().query("sendInitialEvents").isPresent()) {
                first.add(feed.bookmark(revision, true));
            }
        } else if (call.server().store().since(revision).isEmpty()) {
            ApiError expired = ApiError.expired("too old resource version: " + revision);
            first.add(feed.line("ERROR", expired.status()));
            revision = -1;
        }
        return new WatchOpening(Optional.empty(), call.server().key(), call.request(), call.caller(), first, revision);
    }

    /** What has happened since a revision, read from the world as it is now. */
    static Progress since(World world, WatchOpening opening, long revision) {
        if (!(world.cluster(opening.cluster()).orElse(null) instanceof KubeCluster kube)) {
            return new Progress(List.of(), revision, true);
        }
        ApiServer server = new ApiServer(world, kube);
        Optional<Call> call;
        try {
            call = new Router(server).call(opening.request(), opening.caller());
        } catch (ApiError gone) {
            return new Progress(List.of(), revision, true);
        }
        Optional<List<Store.Change>> changes = server.store().since(revision);
        if (call.isEmpty() || changes.isEmpty() || revision > server.store().revision()) {
            return new Progress(List.of(), revision, true);
        }
        WatchFeed feed = new WatchFeed(call.get());
        List<byte[]> lines = new ArrayList<>();
        for (Store.Change change : changes.get()) {
            feed.event(change).ifPresent(lines::add);
        }
        return new Progress(lines, server.store().revision(), false);
    }

    /** A line that says how far the watch has come. */
    static byte[] bookmark(World world, WatchOpening opening, long revision) {
        if (!(world.cluster(opening.cluster()).orElse(null) instanceof KubeCluster kube)) {
            return new byte[0];
        }
        try {
            return new Router(new ApiServer(world, kube))
                    .call(opening.request(), opening.caller())
                    .map(call -> new WatchFeed(call).bookmark(revision, false))
                    .orElse(new byte[0]);
        } catch (ApiError gone) {
            return new byte[0];
        }
    }

    /**
     * New lines of a watch.
     *
     * @param ended whether the watch cannot go on
     */
    record Progress(List<byte[]> lines, long revision, boolean ended) {}

    boolean wantsBookmarks() {
        return request.query("allowWatchBookmarks").map(Boolean::valueOf).orElse(false);
    }

    /** After how many seconds the client wants the watch to end; half an hour when it does not say. */
    long timeoutSeconds() {
        return request.query("timeoutSeconds")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Long::valueOf)
                .orElse(1800L);
    }
}
