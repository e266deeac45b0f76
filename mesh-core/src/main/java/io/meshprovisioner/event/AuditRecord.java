package io.meshprovisioner.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One call that asked a service for a change. It names what was called and never what was sent: no secret can be in it.
 *
 * @param at when it was sent, on the run's time
 * @param run the run's name, as the lease has it, and what it does, such as {@code 5f0c/install}
 * @param caller who called, as the cloud knows it, such as an ARN; empty where nobody can say
 * @param service such as {@code ec2}, {@code eks}, {@code kubernetes}, {@code helm}
 * @param operation such as {@code CreateVpc}
 * @param resource what it was about, such as {@code ec2:Vpc shop/vpc}
 * @param requestId by which the service's own logs (CloudTrail, the API server's audit log) know it; empty where it gave
 *     none
 * @param outcome {@code ok}, the error's code, or that no answer came
 */
public record AuditRecord(
        Instant at,
        String run,
        String caller,
        String service,
        String operation,
        String resource,
        String requestId,
        String outcome) {

    private static final JsonMapper JSON = new JsonMapper();

    /** On one line, with the names of the components. */
    public String toJson() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("at", at.toString());
        fields.put("run", run);
        fields.put("caller", caller);
        fields.put("service", service);
        fields.put("operation", operation);
        fields.put("resource", resource);
        fields.put("requestId", requestId);
        fields.put("outcome", outcome);
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can be written as JSON.", e);
        }
    }
}
