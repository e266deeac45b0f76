package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Answers validating webhooks of a simulated cluster whose Service has ready endpoints. Must be stateless. */
@FunctionalInterface
public interface WebhookServer {
    /** One that lets everything pass. */
    WebhookServer ALLOWING = call -> Optional.empty();

    /**
     * A call of a webhook.
     *
     * @param path of the webhook's Service, such as /validate
     * @param image of the first container of a pod behind the Service; empty when there is none
     * @param object that is about to be stored; must not be changed
     */
    record Call(String path, String image, ObjectNode object) {}

    /**
     * Judges an object.
     *
     * @return why it is denied, in the webhook's words; empty when it may pass
     */
    Optional<String> deny(Call call);
}
