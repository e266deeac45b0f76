package io.meshprovisioner.aws;

import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.spi.LeaseStore;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;

/**
 * Leases as SSM parameters: PutParameter without Overwrite is create-if-absent. SSM has no "update if there": an update
 * looks first, and when the parameter went meanwhile, the answer's version 1 tells that it was made anew, and it is
 * taken back.
 */
final class SsmLeases implements LeaseStore {
    static final String ROOT = "/mesh-provisioner/";

    static final Set<String> CALLS =
            Set.of("ssm:GetParametersByPath", "ssm:GetParameter", "ssm:PutParameter", "ssm:DeleteParameter");

    private static final String EXISTS = "ParameterAlreadyExists";

    private final Service<SsmClient> ssm;
    private final String path;

    SsmLeases(AwsCalls calls, String mesh) {
        this.ssm = calls.ssm();
        this.path = ROOT + mesh + "/lease";
    }

    @Override
    public List<Lease> list() {
        return Pages.all(
                        token -> ssm.read(
                                GetParametersByPathRequest.builder()
                                        .path(path)
                                        .nextToken(token)
                                        .build(),
                                SsmClient::getParametersByPath),
                        GetParametersByPathResponse::parameters,
                        GetParametersByPathResponse::nextToken)
                .stream()
                .filter(found -> number(found).matches("\\d{1,18}"))
                .map(found -> new Lease(Long.parseLong(number(found)), found.value(), found.version()))
                .sorted(Comparator.comparing(Lease::generation))
                .toList();
    }

    private static String number(Parameter found) {
        return found.name().substring(found.name().lastIndexOf('/') + 1);
    }

    @Override
    public boolean create(long generation, String content, Permit permit) {
        try {
            put(generation, content, false, permit);
            return true;
        } catch (CallFailure e) {
            if (Service.answered(e, EXISTS)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public boolean update(long generation, String content, Permit permit) {
        boolean there = ssm.find(
                        GetParameterRequest.builder().name(name(generation)).build(), SsmClient::getParameter)
                .isPresent();
        if (!there) {
            return false;
        }
        if (put(generation, content, true, permit).version() > 1) {
            return true;
        }
        delete(List.of(generation), permit);
        return false;
    }

    private PutParameterResponse put(long generation, String content, boolean overwrite, Permit permit) {
        return ssm.change(
                permit,
                PutParameterRequest.builder()
                        .name(name(generation))
                        .value(content)
                        .type(ParameterType.STRING)
                        .overwrite(overwrite)
                        .build(),
                SsmClient::putParameter);
    }

    @Override
    public void delete(List<Long> generations, Permit permit) {
        for (long generation : generations) {
            ssm.changeIfThere(
                    permit,
                    DeleteParameterRequest.builder().name(name(generation)).build(),
                    SsmClient::deleteParameter);
        }
    }

    private String name(long generation) {
        return path + "/" + generation;
    }
}
