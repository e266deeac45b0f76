package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Answers validating webhooks of a simulated cluster whose Service has ready endpoints. Must be stateless. */
@FunctionalInterface
public interface WebhookServer {
    /** One that lets everything pass. */
    WebhookServer ALLOWING = (path, object) -> Optional.empty();

    /**
     * Judges an object that is about to be stored.
     *
     * @param path of the webhook's Service, such as /validate
     * @param object must not be changed
     * @return why it is denied, in the webhook's words; empty when it may pass
     */
    Optional<String> deny(String path, ObjectNode object);
}
