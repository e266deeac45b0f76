package io.meshprovisioner.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.error.AccessDeniedException;
import io.meshprovisioner.error.CredentialsException;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.error.QuotaExceededException;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.CallFailure.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.eks.model.ClientException;

/** What each answer means; the rows of eks.md's tables of errors. */
class ErrorTableTest {
    private final RecordingHttp http = new RecordingHttp();
    private final ErrorTable table = new ErrorTable(new Rig(http).calls);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ec2|RequestLimitExceeded|Request limit exceeded.|503|THROTTLED",
                "eks|ThrottlingException|Rate exceeded|429|THROTTLED",
                "iam|Throttling|Rate exceeded|400|THROTTLED",
                "ssm|TooManyUpdates|Too many|400|THROTTLED",
                "ec2|Unavailable|The service is unavailable.|503|UNAVAILABLE",
                "ec2|InternalError|An internal error has occurred|500|ANSWER_LOST",
                "ec2|RequestExpired|Request has expired.|400|UNAVAILABLE",
                "eks|InvalidSignatureException|Signature expired: 1 is now earlier than 2|403|UNAVAILABLE",
                "eks|InvalidParameterException|Role with arn: x, does not exist|400|NOT_YET_CONSISTENT",
                "eks|InvalidParameterException|Role with arn: x, could not be assumed|400|NOT_YET_CONSISTENT",
                "eks|InvalidParameterException|Error in role params|400|NOT_YET_CONSISTENT",
                "eks|InvalidParameterException|The role doesn't have the Amazon EKS Managed Policies associated|400|NOT_YET_CONSISTENT",
                "eks|InvalidParameterException|IAM role's policy must include eks.amazonaws.com|400|NOT_YET_CONSISTENT",
                "ec2|InvalidVpcID.NotFound|The vpc ID 'vpc-1' does not exist|400|NOT_YET_CONSISTENT",
                "iam|NoSuchEntity|The role with name x cannot be found.|404|NOT_YET_CONSISTENT",
                "eks|ResourceInUseException|Cluster already exists with name: mesh|409|CONFLICT",
                "ec2|InvalidKeyPair.Duplicate|The keypair 'x' already exists.|400|CONFLICT",
                "ec2|DependencyViolation|has dependencies and cannot be deleted.|400|CONFLICT",
                "iam|EntityAlreadyExists|Role with name x already exists.|409|CONFLICT",
                "iam|DeleteConflict|Cannot delete entity, must detach all policies first.|409|CONFLICT",
            })
    void changingCallThatMayBeTriedAgain(String service, String code, String message, int status, Kind expected) {
        RuntimeException failure = translate(service, code, message, status, true);

        assertThat(failure).isInstanceOf(CallFailure.class);
        assertThat(((CallFailure) failure).kind()).isEqualTo(expected);
        assertThat(((CallFailure) failure).error().code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eks|InvalidParameterException|Subnets specified must be in at least two different AZs|400",
                "ec2|InvalidParameterValue|Value (x) for parameter cidrBlock is invalid.|400",
                "eks|InvalidParameterException|The following supplied instance types do not fit|400",
                "iam|MalformedPolicyDocument|Syntax errors in policy.|400",
            })
    void nothingElseIsTriedAgain(String service, String code, String message, int status) {
        assertThat(translate(service, code, message, status, true))
                .isInstanceOf(ServiceFailureException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("request r-1");
    }

    @Test
    void internalErrorOfAReadIsOnlyUnavailable() {
        assertThat(((CallFailure) translate("ec2", "InternalError", "x", 500, false)).kind())
                .isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void readThatNamesAnUnknownIdIsFinal() {
        assertThat(translate("ec2", "InvalidVpcID.NotFound", "gone", 400, false))
                .isInstanceOf(ServiceFailureException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ec2|VpcLimitExceeded|L-F678F1CE",
                "ec2|AddressLimitExceeded|L-0263D0A3",
                "ec2|VcpuLimitExceeded|L-1216C47A",
            })
    void quotaNamesItsCode(String service, String code, String quota) {
        RuntimeException failure = translate(service, code, "The maximum number has been reached.", 400, true);

        assertThat(failure).isInstanceOf(QuotaExceededException.class);
        assertThat(((QuotaExceededException) failure).quotaCode()).contains(quota);
        assertThat(((MeshException) failure).advice()).contains(quota).contains("install()");
    }

    @ParameterizedTest
    @CsvSource({"ec2,AuthFailure", "sts,InvalidClientTokenId", "sts,ExpiredToken", "eks,UnrecognizedClientException"})
    void credentials(String service, String code) {
        assertThat(translate(service, code, "no", 403, false))
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining("run again");
    }

    @Test
    void aRefusalWhoseBodyTheClientHidesIsAboutCredentials() {
        assertThat(translate("ec2", "", "", 401, false)).isInstanceOf(CredentialsException.class);
        assertThat(translate("ec2", "", "", 403, false)).isNotInstanceOf(CredentialsException.class);
    }

    @Test
    void missingCredentials() {
        assertThat(table.translate(
                        "sts",
                        "GetCallerIdentity",
                        false,
                        SdkClientException.create("Unable to load credentials from any of the providers in the chain")))
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining("AWS_ACCESS_KEY_ID");
    }

    @Test
    void denialNamesTheStatementThatIsMissing() {
        assertThat(translate(
                        "ec2",
                        "UnauthorizedOperation",
                        "You are not authorized to perform this operation. User: arn:aws:iam::1:user/x is not authorized"
                                + " to perform: ec2:CreateVpc on resource: arn:aws:ec2:us-west-2:1:vpc/* because no"
                                + " identity-based policy allows the ec2:CreateVpc action",
                        403,
                        true))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("{\"Effect\": \"Allow\", \"Action\": \"ec2:CreateVpc\", \"Resource\":"
                        + " \"arn:aws:ec2:us-west-2:1:vpc/*\"}");
    }

    @Test
    void encodedDenialIsDecoded() {
        http.answer(
                200,
                "<DecodeAuthorizationMessageResponse><DecodeAuthorizationMessageResult><DecodedMessage>"
                        + "{\"allowed\":false,\"context\":{\"action\":\"ec2:RunInstances\",\"resource\":\"arn:aws:ec2:x\"}}"
                        + "</DecodedMessage></DecodeAuthorizationMessageResult></DecodeAuthorizationMessageResponse>");
        assertThat(translate(
                        "ec2",
                        "UnauthorizedOperation",
                        "You are not authorized. Encoded authorization failure message: AbCd-_1",
                        403,
                        true))
                .hasMessageContaining("ec2:RunInstances")
                .hasMessageContaining("arn:aws:ec2:x");
    }

    @Test
    void encodedDenialThatMayNotBeDecodedStillNamesTheCall() {
        http.answer(403, CallsTest.error("AccessDenied", "no"));
        assertThat(translate(
                        "ec2",
                        "UnauthorizedOperation",
                        "You are not authorized. Encoded authorization failure message: AbCd-_1",
                        403,
                        true))
                .hasMessageContaining("ec2:SomeCall");
    }

    @Test
    void notFoundHasManyWords() {
        assertThat(ErrorTable.saysNotFound(
                        answer(AwsServiceException.builder(), "ResourceNotFoundException", "x", 404)))
                .isTrue();
        assertThat(ErrorTable.saysNotFound(
                        answer(ClientException.builder(), "ClientException", "No cluster found for name: mesh.", 400)))
                .isTrue();
        assertThat(ErrorTable.saysNotFound(answer(ClientException.builder(), "ClientException", "Bad name.", 400)))
                .isFalse();
    }

    private RuntimeException translate(String service, String code, String message, int status, boolean changing) {
        return table.translate(
                service, "SomeCall", changing, answer(AwsServiceException.builder(), code, message, status));
    }

    private static AwsServiceException answer(
            AwsServiceException.Builder builder, String code, String message, int status) {
        return (AwsServiceException) builder.awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .requestId("r-1")
                .statusCode(status)
                .build();
    }
}
