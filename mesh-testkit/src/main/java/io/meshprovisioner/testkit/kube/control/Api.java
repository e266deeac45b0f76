package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.world.CloudState.LoadBalancer;
import io.meshprovisioner.testkit.world.CloudState.LoadBalancerRequest;
import io.meshprovisioner.testkit.world.ClusterState.NodeDemand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster as its controllers see it. Objects come in their stored form and must be copied before a change. */
public interface Api {

    Instant now();

    /** The minor of the cluster's Kubernetes version. */
    int minor();

    Optional<ObjectNode> get(Kind kind, String namespace, String name);

    List<ObjectNode> list(Kind kind);

    List<ObjectNode> list(Kind kind, String namespace);

    /** Creates an object through defaulting and admission; answers it as stored. */
    ObjectNode create(ObjectNode manifest, String manager) throws Refused;

    /** Applies an object server-side, taking its fields over from others. */
    ObjectNode apply(ObjectNode manifest, String manager) throws Refused;

    /** Replaces all of an object but its status; no change when it is equal. */
    void update(ObjectNode object, String manager);

    /** Replaces the status of an object; no change when it is equal or the object is gone. */
    void updateStatus(ObjectNode object);

    /** Gives a pod its node, as the scheduler does through the binding subresource; its status is stored as given. */
    void bind(ObjectNode pod, String node);

    /** Deletes an object as a client would: gracefully, dependents in the background. Absent is fine. */
    void delete(Kind kind, String namespace, String name);

    /** Removes a pod that has ended. */
    void purge(Kind kind, String namespace, String name);

    /** When something was first seen to be so; {@code what} is one of the controller's words for the object's uid. */
    Instant mark(String uid, String what);

    /** Whether something was {@linkplain #mark marked} as being so. */
    boolean marked(String uid, String what);

    /** How long something has been so, as time goes where things take as long as in the real world. */
    Duration since(String uid, String what);

    /** Forgets a mark, so that it can be set anew. */
    void unmark(String uid, String what);

    /** Looks at a key again later; an earlier appointment for the same key stands. */
    void later(Duration delay, Controller controller, Key key);

    /** Has the programs of a pod do their work, to its end; what they write is kept as long as the pod is there. */
    void work(ObjectNode pod);

    /** Records an event about an object; {@code type} is Normal or Warning. */
    void event(ObjectNode about, String type, String reason, String message, String component);

    /** A new deterministic id of hexadecimal digits. */
    String newId(String kind, String name, int digits);

    /** The next number of a series, from 0. */
    int next(String series);

    /** All objects in a namespace that live there, of whatever kind. */
    List<Located> contents(String namespace);

    /** An object by its kind as a reference names it. */
    Optional<Located> find(String apiVersion, String kind, String namespace, String name);

    /** All objects that name an owner's uid. */
    List<Located> dependents(String ownerUid);

    /** The finalizers of an object are replaced; an object that is being deleted and has none left goes. */
    void finalizers(Kind kind, ObjectNode object, List<String> finalizers);

    /** An object and the resource it belongs to. */
    record Located(Kind kind, ObjectNode object) {}

    default LoadBalancer ensureLoadBalancer(
            ObjectNode service,
            Map<String, String> annotations,
            List<LoadBalancerRequest.Port> ports,
            List<String> nodes) {
        return ensureLoadBalancer(service, annotations, ports, nodes, Optional.empty());
    }

    /** The same, as a controller in pods asks for it. */
    LoadBalancer ensureLoadBalancer(
            ObjectNode service,
            Map<String, String> annotations,
            List<LoadBalancerRequest.Port> ports,
            List<String> nodes,
            Optional<LoadBalancerRequest.Pods> pods);

    boolean deleteLoadBalancer(String serviceUid);

    /** Starts a machine of its own for a pod, and its node; the node's name, or empty while there is none to have. */
    Optional<String> startMachine(String profile, ObjectNode pod);

    /** Ends such a machine and its node. */
    void stopMachine(String node);

    /** The pool of which the cloud makes nodes as pods need them; empty where it makes none. */
    default Optional<String> autoModePool() {
        return Optional.empty();
    }

    /** Whether such a machine is on its way that is no node yet. */
    default boolean autoNodesComing() {
        return false;
    }

    /** Starts such a machine; says why where there is none to have. */
    default Optional<String> startAutoNode(NodeDemand demand) {
        return Optional.of("no node is made here");
    }

    /** Ends such a machine. */
    default void stopAutoNode(String node) {}

    /** What the images of Istio's operator hold. */
    OperatorImage operatorImage();

    /** The certificate authority that workloads find in kube-root-ca.crt, PEM. */
    String rootCertificate();

    /** The root certificate of the istiod in a namespace, PEM: its webhooks' callers and all proxies trust it. */
    String istiodRoot(String namespace);
}
