package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.HttpProbe;
import io.meshprovisioner.istio.model.ReadinessProbe;
import java.util.function.UnaryOperator;

/**
 * A probe that still needs to say how health is found out.
 */
public interface NeedsProbe {

    /** By HTTP: healthy is a status from 200 to 399. */
    ReadinessProbe httpGet(int port, UnaryOperator<HttpProbe> probe);

    /** By a TCP connection. */
    ReadinessProbe tcpSocket(int port);

    /** By a TCP connection to a host. */
    ReadinessProbe tcpSocket(int port, String host);

    /** By a command: healthy is exit code 0. */
    ReadinessProbe exec(String command, String... arguments);

    /** By the gRPC health protocol. Since 1.25. */
    ReadinessProbe grpc(int port);

    /** By the gRPC health protocol for one service. Since 1.25. */
    ReadinessProbe grpc(int port, String service);
}
