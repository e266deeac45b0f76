package io.meshprovisioner.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.spi.ApiCall;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;

/** One call: how it is signed, recorded and judged. */
class CallsTest {
    private static final Instant PERMITTED = Instant.parse("2026-08-01T09:59:48Z");
    private static final CreateVpcRequest CREATE =
            CreateVpcRequest.builder().cidrBlock("10.0.0.0/16").build();
    private static final DescribeVpcsRequest DESCRIBE =
            DescribeVpcsRequest.builder().build();

    private final RecordingHttp http = new RecordingHttp();

    @Test
    void changingCallIsSignedWithThePermitsInstantAndAReadWithTheCurrentOne() {
        try (Rig rig = new Rig(http)) {
            rig.calls.ec2().change(Rig.permit(PERMITTED), CREATE, Ec2Client::createVpc);
            rig.calls.ec2().read(DESCRIBE, Ec2Client::describeVpcs);
        }

        assertThat(http.header(0, "X-Amz-Date")).isEqualTo("20260801T095948Z");
        assertThat(http.header(0, "Authorization")).contains("/20260801/us-west-2/ec2/");
        assertThat(http.header(1, "X-Amz-Date")).isEqualTo("20260801T100000Z");
    }

    @Test
    void everyCallSaysWhoSendsItAndIsRecorded() {
        http.answer(200, "").answer(400, error("VpcLimitExceeded", "The maximum number of VPCs has been reached."));
        try (Rig rig = new Rig(http)) {
            rig.calls.ec2().read(DESCRIBE, Ec2Client::describeVpcs);
            assertThatThrownBy(() -> rig.calls.ec2().change(Rig.permit(PERMITTED), CREATE, Ec2Client::createVpc))
                    .hasMessageContaining("L-F678F1CE");

            assertThat(rig.recorded)
                    .containsExactly(
                            new ApiCall("ec2", "DescribeVpcs", false, Rig.NOW, "ok"),
                            new ApiCall("ec2", "CreateVpc", true, Rig.NOW, "VpcLimitExceeded", "r-1"),
                            // counts what is in use
                            new ApiCall("ec2", "DescribeVpcs", false, Rig.NOW, "ok"));
        }
        assertThat(http.header(0, "User-Agent")).contains("mesh-provisioner/");
    }

    @Test
    void aLostAnswerIsSentOnceAndTold() {
        http.fail(new SocketException("Unexpected end of file from server"));
        try (Rig rig = new Rig(http)) {
            CallFailure failure = catchThrowableOfType(
                    CallFailure.class,
                    () -> rig.calls.ec2().change(Rig.permit(PERMITTED), CREATE, Ec2Client::createVpc));

            assertThat(failure.kind()).isEqualTo(CallFailure.Kind.ANSWER_LOST);
            assertThat(failure.error().operation()).isEqualTo("CreateVpc");
        }
        assertThat(http.sent).hasSize(1);
    }

    @Test
    void aChangeThatWasNeverSentAndAReadWithoutAnswerAreOnlyUnavailable() {
        http.fail(new ConnectException("Connection refused")).fail(new IOException("reset"));
        try (Rig rig = new Rig(http)) {
            assertThat(catchThrowableOfType(
                                    CallFailure.class,
                                    () -> rig.calls.ec2().change(Rig.permit(PERMITTED), CREATE, Ec2Client::createVpc))
                            .kind())
                    .isEqualTo(CallFailure.Kind.UNAVAILABLE);
            assertThat(catchThrowableOfType(
                                    CallFailure.class, () -> rig.calls.ec2().read(DESCRIBE, Ec2Client::describeVpcs))
                            .kind())
                    .isEqualTo(CallFailure.Kind.UNAVAILABLE);
        }
    }

    @Test
    void closingClosesTheHttpClientAndEndsCalls() {
        Rig rig = new Rig(http);
        rig.calls.ec2().read(DESCRIBE, Ec2Client::describeVpcs);
        rig.close();

        assertThat(http.closed).isTrue();
        assertThatThrownBy(() -> rig.calls
                        .sts()
                        .read(
                                software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest.builder()
                                        .build(),
                                software.amazon.awssdk.services.sts.StsClient::getCallerIdentity))
                .isInstanceOf(IllegalStateException.class);
    }

    static String error(String code, String message) {
        return "<Response><Errors><Error><Code>" + code + "</Code><Message>" + message
                + "</Message></Error></Errors><RequestID>r-1</RequestID></Response>";
    }
}
