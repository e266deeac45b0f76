package io.meshprovisioner.spi;

import io.meshprovisioner.time.Time;

/** A cloud. Found by {@link java.util.ServiceLoader} or handed in. */
public interface CloudBackend {

    /** Its short name, such as {@code aws}. */
    String name();

    /**
     * Makes clients for one region. Opens no connection and makes no call.
     *
     * @param time every wait, instant and signature goes by it
     * @param recorder is told of every call
     */
    CloudSession open(String region, CloudAccess access, Time time, ApiCall.Recorder recorder);
}
