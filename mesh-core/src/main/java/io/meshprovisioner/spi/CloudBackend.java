package io.meshprovisioner.spi;

import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.time.Time;
import java.util.List;

/** A cloud. Found by {@link java.util.ServiceLoader} or handed in. */
public interface CloudBackend {

    /** Its short name, such as {@code aws}. */
    String name();

    /**
     * The same with clients that connect so. Opens no connection.
     *
     * @param connections without problems
     * @throws InvalidSpecException by those that cannot be told
     */
    default CloudBackend withConnections(Connections connections) {
        throw new InvalidSpecException(List.of(new SpecProblem(
                "connections",
                "The cloud backend \"" + name() + "\" cannot be told how to connect.",
                "Have it connect so by itself, and leave withConnections out.")));
    }

    /**
     * Makes clients for one region. Opens no connection and makes no call.
     *
     * @param time every wait, instant and signature goes by it
     * @param recorder is told of every call
     */
    CloudSession open(String region, CloudAccess access, Time time, ApiCall.Recorder recorder);
}
