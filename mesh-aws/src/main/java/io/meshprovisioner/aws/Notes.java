package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Permit;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;

/**
 * What has to be known of a mesh where no spec is at hand and no tag can say it: SSM parameters beside its leases, made
 * before what they are about and deleted after everything else.
 */
final class Notes {
    static final Set<String> CALLS = Set.of("ssm:GetParametersByPath", "ssm:PutParameter", "ssm:DeleteParameter");

    /** The name of the cluster that the mesh has adopted. */
    static final String CLUSTER = "cluster";

    /** The instant from which on a sweep removes the mesh. */
    static final String EXPIRES = "expires";

    /** After the cluster's name: nothing of ours is inside it yet or any more, and who looks might not get in. */
    private static final String OUTSIDE = " outside";

    private static final String FOLDER = "/note";

    private final Service<SsmClient> ssm;
    private final String path;

    Notes(AwsCalls calls, String mesh) {
        this.ssm = calls.ssm();
        this.path = SsmLeases.ROOT + mesh + FOLDER;
    }

    /** All of the mesh's, by their names. */
    Map<String, String> read() {
        Map<String, String> result = new LinkedHashMap<>();
        Pages.all(
                        token -> ssm.read(
                                GetParametersByPathRequest.builder()
                                        .path(path)
                                        .nextToken(token)
                                        .build(),
                                SsmClient::getParametersByPath),
                        GetParametersByPathResponse::parameters,
                        GetParametersByPathResponse::nextToken)
                .forEach(found -> result.put(found.name().substring(path.length() + 1), found.value()));
        return result;
    }

    /** The cluster that the mesh has adopted. */
    Optional<Adoption> adoption() {
        return Adoption.in(read());
    }

    /** When the mesh expires; a value that is no instant is not ours and says nothing. */
    static Optional<Instant> expiry(Map<String, String> notes) {
        return Optional.ofNullable(notes.get(EXPIRES)).flatMap(Notes::instant);
    }

    /** What the account's parameters say of when meshes expire. */
    static Optional<Instant> expiry(Parameter found) {
        return found.name().endsWith(FOLDER + "/" + EXPIRES) ? instant(found.value()) : Optional.empty();
    }

    private static Optional<Instant> instant(String value) {
        try {
            return Optional.of(Instant.parse(value));
        } catch (DateTimeParseException notOurs) {
            return Optional.empty();
        }
    }

    void write(String note, String value, Permit permit) {
        ssm.change(
                permit,
                PutParameterRequest.builder()
                        .name(path + "/" + note)
                        .value(value)
                        .type(ParameterType.STRING)
                        .overwrite(true)
                        .build(),
                SsmClient::putParameter);
    }

    void write(Adoption adoption, Permit permit) {
        write(CLUSTER, adoption.value(), permit);
    }

    void delete(String note, Permit permit) {
        ssm.changeIfThere(
                permit, DeleteParameterRequest.builder().name(path + "/" + note).build(), SsmClient::deleteParameter);
    }

    /**
     * An adopted cluster, as it is noted.
     *
     * @param outside nothing of ours is inside it yet or any more: what is ours is around it
     */
    record Adoption(String cluster, boolean outside) {
        static Optional<Adoption> in(Map<String, String> notes) {
            return Optional.ofNullable(notes.get(CLUSTER)).map(Adoption::of);
        }

        private static Adoption of(String value) {
            return value.endsWith(OUTSIDE)
                    ? new Adoption(value.substring(0, value.length() - OUTSIDE.length()), true)
                    : new Adoption(value, false);
        }

        String value() {
            return outside ? cluster + OUTSIDE : cluster;
        }
    }
}
